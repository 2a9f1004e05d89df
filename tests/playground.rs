//! `npm start` with an editor in the terminal: what it starts, and that nothing of it is left.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by a panic"
)]

#[path = "editors/tools.rs"]
mod tools;

use std::io::{BufRead, BufReader};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::Once;
use std::time::{Duration, Instant};
use tools::{Home, install, root, succeed};

/// Long enough for a loaded machine; a test that needs it has failed.
const PATIENCE: Duration = Duration::from_secs(30);

/// Opens a spec, waits for the server, tells its process, and does what comes behind.
const OPEN: &str = "lua vim.wait(20000, function() \
    local client = vim.lsp.get_clients({ bufnr = 0 })[1] return client and client.initialized end, 20) \
    for _, child in ipairs(vim.api.nvim_get_proc_children(vim.fn.getpid())) do \
    io.stdout:write('server ', child, '\\n') end";

/// The folder with the programs. Cargo makes the example beside the tests, unless it was told to make this one alone.
fn programs() -> &'static Path {
    static EXAMPLE: Once = Once::new();
    let server = Path::new(env!("CARGO_BIN_EXE_immuta-ls"));
    let programs = server.parent().expect("a folder");
    EXAMPLE.call_once(|| {
        if !programs.join("examples/sandbox-tenant").exists() {
            let mut cargo = Command::new(env!("CARGO"));
            cargo.current_dir(root()).args(["build", "--locked"]);
            succeed(cargo.args(["--example", "sandbox-tenant"]));
        }
    });
    programs
}

/// A playground that runs.
struct Playground {
    child: Child,
    lines: std::io::Lines<BufReader<std::process::ChildStdout>>,
    home: Home,
}

impl Playground {
    fn start(name: &str, command: &[&str], arguments: &[&str]) -> Self {
        let home = Home::new(name);
        let nvim = install("install-neovim.sh", "nvim/bin/nvim");
        let path = std::env::var_os("PATH").expect("a search path");
        let folders = std::iter::once(nvim.parent().expect("a folder").to_owned())
            .chain(std::env::split_paths(&path));
        let mut start = home.command(Path::new(command[0]));
        start
            .current_dir(root())
            .args(&command[1..])
            .args(["--editor", "nvim", "--programs"])
            .arg(programs())
            .args(["--", "--headless", "churn.project.yaml", "-c", OPEN])
            .args(arguments)
            .env(
                "PATH",
                std::env::join_paths(folders).expect("a search path"),
            )
            .stdin(Stdio::null())
            .stdout(Stdio::piped());
        let mut child = start.spawn().expect("a program that starts");
        let output = child.stdout.take().expect("an output");
        let lines = BufReader::new(output).lines();
        Self { child, lines, home }
    }

    /// What stands behind some words in the next line that has them.
    fn told(&mut self, words: &str) -> String {
        let mut seen = String::new();
        for line in self.lines.by_ref() {
            let line = line.expect("text");
            if let Some((_, behind)) = line.split_once(words) {
                return behind.to_owned();
            }
            seen.push_str(&line);
            seen.push('\n');
        }
        panic!("it never says `{words}`:\n{seen}");
    }

    /// The folder with the examples, the port of the sandbox, and the process of the server, all of them there.
    fn parts(&mut self) -> (PathBuf, u16, String) {
        let place = self.told("The playground is ");
        let (folder, tenant) = place.split_once(". The sandbox tenant is ").expect("both");
        let port = tenant.split([':', ';']).nth(2).expect("a port");
        let parts = (
            PathBuf::from(folder),
            port.parse().expect("a number"),
            self.told("server "),
        );
        assert!(parts.0.join("broken.data.yaml").exists());
        assert!(answers(parts.1), "no sandbox");
        assert!(runs(&parts.2), "no server");
        parts
    }

    fn end(&mut self) -> ExitStatus {
        let start = Instant::now();
        while start.elapsed() < PATIENCE {
            if let Some(status) = self.child.try_wait().expect("a child") {
                return status;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        panic!("it does not end");
    }

    /// Expects nothing of it to be left.
    fn is_gone(&self, (folder, port, server): &(PathBuf, u16, String)) {
        assert!(!folder.exists(), "the folder is left");
        let start = Instant::now();
        while answers(*port) || runs(server) {
            assert!(start.elapsed() < PATIENCE, "something still runs");
            std::thread::sleep(Duration::from_millis(20));
        }
        let left = self.home.0.join("tmpdir");
        let left: Vec<_> = std::fs::read_dir(left).expect("a folder").collect();
        assert!(left.is_empty(), "{left:?}");
    }
}

impl Drop for Playground {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn answers(port: u16) -> bool {
    TcpStream::connect(("127.0.0.1", port)).is_ok()
}

/// Whether a process is there.
fn runs(process: &str) -> bool {
    let mut kill = Command::new("kill");
    kill.args(["-0", process]).stderr(Stdio::null());
    kill.status().expect("kill").success()
}

#[test]
fn it_goes_with_the_editor() {
    let command = ["npm", "--silent", "start", "--"];
    let wait = "lua vim.wait(60000, function() return vim.uv.fs_stat('enough') ~= nil end, 20)";
    let mut playground = Playground::start("playground-quits", &command, &["-c", wait, "-c", "qa"]);
    let parts = playground.parts();
    std::fs::write(parts.0.join("enough"), "").expect("a file");
    assert_eq!(playground.end().code(), Some(0));
    playground.is_gone(&parts);
}

#[test]
fn it_goes_when_it_is_told_to() {
    let script = root().join("scripts/playground.mjs");
    let command = ["node", script.to_str().expect("a path")];
    let mut playground = Playground::start("playground-signal", &command, &[]);
    let parts = playground.parts();
    succeed(Command::new("kill").arg(playground.child.id().to_string()));
    assert!(!playground.end().success());
    playground.is_gone(&parts);
}

#[test]
fn an_editor_that_it_does_not_know_is_said_so() {
    let mut node = Command::new("node");
    node.arg(root().join("scripts/playground.mjs"));
    let output = node.args(["--editor", "ed"]).output().expect("node");
    assert!(!output.status.success());
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("--editor nvim"), "{said}");
}
