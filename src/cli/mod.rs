//! Floor 7: the command line. The only place that prints.

mod access;
mod check;
mod doctor;
mod dry_run;
mod explain;
mod input;
mod outcome;
mod output;
mod policies;
mod rules;
mod schema;
mod tenant;
mod terminal;
mod test;

use crate::project;
use crate::server::LogFile;
use clap::{Parser, Subcommand};
use outcome::Outcome;
use std::io::IsTerminal;
use std::path::PathBuf;
use std::process::ExitCode;
use terminal::complain;

/// Language server and checker for Immuta V2 API spec files.
///
/// Without a command it is a language server on standard input and output.
#[derive(Debug, Parser)]
#[command(name = "immuta-ls", version)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    serve: ServeArguments,
}

#[derive(Debug, clap::Args)]
struct ServeArguments {
    /// Serve on standard input and output (what happens without a command, too).
    #[arg(long, overrides_with = "stdio")]
    stdio: bool,
    /// Log what the server does to a file that only you can read. Text of documents, settings and keys stay out of it.
    #[arg(long, value_name = "PATH")]
    log_file: Option<PathBuf>,
    /// How much is logged.
    #[arg(
        long,
        value_name = "LEVEL",
        default_value = "info",
        requires = "log_file"
    )]
    log_level: LogLevel,
}

/// A level of the log.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum LogLevel {
    /// What went wrong in the server.
    Error,
    /// What clients did wrong, too.
    Warn,
    /// Beginnings, ends and refused requests, too.
    Info,
    /// Every message, too.
    Debug,
    /// Everything.
    Trace,
}

impl From<LogLevel> for tracing::Level {
    fn from(level: LogLevel) -> Self {
        match level {
            LogLevel::Error => Self::ERROR,
            LogLevel::Warn => Self::WARN,
            LogLevel::Info => Self::INFO,
            LogLevel::Debug => Self::DEBUG,
            LogLevel::Trace => Self::TRACE,
        }
    }
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve a client of the Language Server Protocol on standard input and output.
    Serve(ServeArguments),
    /// Report what is wrong with spec files.
    Check(check::Arguments),
    /// Say what policies do, in sentences.
    Explain(explain::Arguments),
    /// Tell who sees what: who is subscribed, which rows and in what form each column.
    Access(access::Arguments),
    /// Run policy tests and invariants.
    Test(test::Arguments),
    /// Ask the tenant what pushing spec files would do. Nothing is pushed.
    DryRun(dry_run::Arguments),
    /// Tell what is set up on this machine, and whether the tenant answers. No secret is shown.
    Doctor(doctor::Arguments),
    /// Print the JSON Schema of a kind of spec.
    Schema(schema::Arguments),
    /// List the rules, or explain one.
    Rules(rules::Arguments),
}

/// Runs the command that the arguments ask for.
pub fn run() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            if !error.use_stderr() {
                let _ = error.print();
                return Outcome::Clean.into();
            }
            let words = error.render().to_string();
            if words.contains(|c: char| c.is_control() && c != '\n') || words.contains("\n::") {
                // An argument that is the name of a file.
                words.lines().for_each(|line| complain(&line));
            } else {
                let _ = error.print();
            }
            return Outcome::Failed.into();
        }
    };
    let outcome = match arguments.command {
        None => serve(&arguments.serve),
        Some(Command::Serve(arguments)) => serve(&arguments),
        Some(Command::Check(arguments)) => check::run(&arguments),
        Some(Command::Explain(arguments)) => explain::run(&arguments),
        Some(Command::Access(arguments)) => access::run(&arguments),
        Some(Command::Test(arguments)) => test::run(&arguments),
        Some(Command::DryRun(arguments)) => dry_run::run(&arguments),
        Some(Command::Doctor(arguments)) => doctor::run(&arguments),
        Some(Command::Schema(arguments)) => schema::run(&arguments),
        Some(Command::Rules(arguments)) => rules::run(&arguments),
    };
    outcome
        .unwrap_or_else(|error| {
            complain(&error);
            Outcome::Failed
        })
        .into()
}

fn serve(arguments: &ServeArguments) -> std::io::Result<Outcome> {
    if std::io::stdin().is_terminal() {
        complain(
            &"waiting for an editor on standard input; `immuta-ls check` checks files, `--help` tells more",
        );
    }
    let file = arguments.log_file.as_deref().map(|path| {
        project::append_to_private_file(path).map_err(|error| {
            std::io::Error::new(error.kind(), format!("{}: {error}", path.display()))
        })
    });
    let file = file.transpose()?;
    let level = arguments.log_level.into();
    let said_goodbye = crate::server::serve(file.map(|file| LogFile { file, level }))?;
    // The protocol wants 1 from a server whose client left without `shutdown`.
    Ok(if said_goodbye {
        Outcome::Clean
    } else {
        Outcome::Findings
    })
}
