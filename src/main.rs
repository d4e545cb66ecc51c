//! The program `reportmap`: parses arguments, runs a command, says what went wrong, and ends with its status.

mod cli;

fn main() -> std::process::ExitCode {
    cli::main()
}
