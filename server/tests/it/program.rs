//! The server as a program of its own, which can be killed.

use crate::stage::Folder;
use crate::wire::Wire;
use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};

/// A program that is started, killed and started again on the same data.
pub struct Program {
    pub folder: Folder,
    pub partners: gateway_sim::Running,
    /// Where its data lie, when not in a file of its own.
    pub database: Option<String>,
    addr: SocketAddr,
    running: Option<Child>,
}

impl Program {
    /// Prepares folder, site, partners and a port that stays the same, so that partners find it again.
    pub async fn prepare() -> Self {
        let folder = Folder::fresh();
        folder.site();
        let partners = gateway_sim::Options::loopback(folder.0.join("partners"));
        let partners = gateway_sim::start(partners).await.unwrap();
        let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let addr = free.local_addr().unwrap();
        Self { folder, partners, database: None, addr, running: None }
    }

    /// Starts it and waits until it listens.
    pub fn start(&mut self) -> Wire {
        let log = File::options().create(true).append(true).open(self.folder.0.join("log"));
        let mut command = self.command();
        command.arg("all").arg("--addr").arg(self.addr.to_string());
        command.arg("--site").arg(self.folder.0.join("site"));
        command.arg("--gateways").arg(self.partners.config_path());
        command.stdout(Stdio::piped()).stderr(log.unwrap());
        let mut child = command.spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        self.running = Some(child);
        assert!(
            line.starts_with("listening on "),
            "the server said {line:?}; its log: {}",
            self.log()
        );
        Wire::to(&format!("http://{}", self.addr))
    }

    /// Kills it as a power cut of the process would: no signal it could hear.
    pub fn kill(&mut self) {
        if let Some(mut child) = self.running.take() {
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }

    /// What an errand says, and whether it succeeded.
    pub fn try_say(&self, errand: &[&str]) -> (String, bool) {
        let out = self.command().args(errand).output().unwrap();
        (String::from_utf8_lossy(&out.stdout).into_owned(), out.status.success())
    }

    /// What an errand says that must succeed.
    pub fn say(&self, errand: &[&str]) -> String {
        let (said, done) = self.try_say(errand);
        assert!(done, "{errand:?}: {said}");
        said
    }

    /// What `server ledger verify` says about the data that lie there.
    pub fn verify_ledger(&self) {
        let out = self.command().args(["ledger", "verify"]).output().unwrap();
        let said = String::from_utf8_lossy(&out.stdout).into_owned();
        assert!(out.status.success() && said.contains("0 violations"), "{said}");
    }

    /// What it wrote into its log.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.folder.0.join("log")).unwrap_or_default()
    }

    fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_server"));
        for (name, _) in std::env::vars_os() {
            // Nobody's own configuration may reach the story's server.
            if name.to_string_lossy().starts_with("JISHI_") {
                command.env_remove(name);
            }
        }
        command.env("JISHI_LOG", "info,sqlx=warn").arg("--data").arg(self.folder.0.join("data"));
        if let Some(url) = &self.database {
            command.env("JISHI_DATABASE_URL", url);
        }
        if let Ok(word) = std::env::var("JISHI_TEST_BROKEN") {
            command.env("JISHI_BROKEN", word);
        }
        command.stdin(Stdio::null());
        command
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        self.kill();
    }
}
