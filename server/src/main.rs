//! One binary: `server serve | worker | all | migrate | seed | doctor | ledger verify`.

use std::process::ExitCode;

fn main() -> ExitCode {
    server::command::main()
}
