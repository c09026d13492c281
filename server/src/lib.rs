//! THE BUILDING. Configuration, wiring, the accept loop, webhooks, live streams, the worker and the command line. It knows
//! everybody and is known by nobody; rules of trade do not belong here. It is the only room that reads the environment.

pub mod assets;
pub mod command;
pub mod config;
pub mod http;
pub mod lifecycle;
pub mod wiring;
