//! The command. Arguments in, exit code out.

fn main() -> std::process::ExitCode {
    immuta_ls::cli::run()
}
