//! Floor 6: the command line. The only place that prints.

mod check;
mod doctor;
mod dry_run;
mod input;
mod output;
mod rules;
mod schema;
mod tenant;

use clap::{Parser, Subcommand};
use std::io::{IsTerminal, Write};
use std::process::ExitCode;

/// Language server and checker for Immuta V2 API spec files.
///
/// Without a command it is a language server on standard input and output.
#[derive(Debug, Parser)]
#[command(name = "immuta-ls", version)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    /// Serve on standard input and output (what happens without a command, too).
    #[arg(long, overrides_with = "stdio")]
    stdio: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve a client of the Language Server Protocol on standard input and output.
    Serve {
        /// For clients that say so.
        #[arg(long, overrides_with = "stdio")]
        stdio: bool,
    },
    /// Report what is wrong with spec files.
    Check(check::Arguments),
    /// Ask the tenant what pushing spec files would do. Nothing is pushed.
    DryRun(dry_run::Arguments),
    /// Tell what is set up on this machine, and whether the tenant answers. No secret is shown.
    Doctor(doctor::Arguments),
    /// Print the JSON Schema of a kind of spec.
    Schema(schema::Arguments),
    /// List the rules, or explain one.
    Rules(rules::Arguments),
}

/// What a command ends with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// Nothing to complain about.
    Clean,
    /// Findings.
    Findings,
    /// Wrong usage, or input that cannot be read.
    Failed,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Clean => Self::SUCCESS,
            Outcome::Findings => Self::from(1),
            Outcome::Failed => Self::from(2),
        }
    }
}

/// Runs the command that the arguments ask for.
pub fn run() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            let _ = error.print();
            return if error.use_stderr() {
                Outcome::Failed
            } else {
                Outcome::Clean
            }
            .into();
        }
    };
    let outcome = match arguments.command {
        None | Some(Command::Serve { .. }) => serve(),
        Some(Command::Check(arguments)) => check::run(&arguments),
        Some(Command::DryRun(arguments)) => dry_run::run(&arguments),
        Some(Command::Doctor(arguments)) => doctor::run(&arguments),
        Some(Command::Schema(arguments)) => schema::run(&arguments),
        Some(Command::Rules(arguments)) => rules::run(&arguments),
    };
    outcome
        .unwrap_or_else(|error| {
            // Whoever reads the output went away: nothing is wrong.
            if error.kind() == std::io::ErrorKind::BrokenPipe {
                return Outcome::Clean;
            }
            complain(&error);
            Outcome::Failed
        })
        .into()
}

fn serve() -> std::io::Result<Outcome> {
    if std::io::stdin().is_terminal() {
        complain(
            &"waiting for an editor on standard input; `immuta-ls check` checks files, `--help` tells more",
        );
    }
    let said_goodbye = crate::server::serve()?;
    // The protocol wants 1 from a server whose client left without `shutdown`.
    Ok(if said_goodbye {
        Outcome::Clean
    } else {
        Outcome::Findings
    })
}

/// Tells of a problem on standard error.
fn complain(problem: &dyn std::fmt::Display) {
    let _ = writeln!(anstream::stderr(), "immuta-ls: {problem}");
}
