// Comes back by itself when the network does. The link works without this.
addEventListener("online", () => location.reload());
