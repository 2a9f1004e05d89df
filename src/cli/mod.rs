//! Floor 6: the command line. The only place that prints.

mod check;
mod doctor;
mod dry_run;
mod input;
mod outcome;
mod output;
mod rules;
mod schema;
mod tenant;
mod terminal;

use clap::{Parser, Subcommand};
use outcome::Outcome;
use std::io::IsTerminal;
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
        None | Some(Command::Serve { .. }) => serve(),
        Some(Command::Check(arguments)) => check::run(&arguments),
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
