//! `npm start`: what it starts, and that nothing of it is left.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test fails by a panic, and says how large the film is"
)]

use editor_tests::{Home, install, programs, root, succeed};
use std::io::{BufRead, BufReader};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// Long enough for a loaded machine; a test that needs it has failed.
const PATIENCE: Duration = Duration::from_secs(30);

/// Opens a spec, waits for the server, tells its process, and does what comes behind.
const OPEN: &str = "lua vim.wait(20000, function() \
    local client = vim.lsp.get_clients({ bufnr = 0 })[1] return client and client.initialized end, 20) \
    for _, child in ipairs(vim.api.nvim_get_proc_children(vim.fn.getpid())) do \
    io.stdout:write('server ', child, '\\n') end";

/// A playground that runs.
struct Playground {
    child: Child,
    lines: std::io::Lines<BufReader<std::process::ChildStdout>>,
    home: Home,
}

impl Playground {
    fn neovim(name: &str, command: &[&str], arguments: &[&str]) -> Self {
        let nvim = install("install-neovim.sh", "nvim/bin/nvim");
        let path = std::env::var_os("PATH").expect("a search path");
        let folders = std::iter::once(nvim.parent().expect("a folder").to_owned())
            .chain(std::env::split_paths(&path));
        let path = std::env::join_paths(folders).expect("a search path");
        let home = Home::new(name);
        let mut start = home.command(Path::new(command[0]));
        start
            .args(&command[1..])
            .args(["--editor", "nvim", "--programs"])
            .arg(programs())
            .args(["--", "--headless", "churn.project.yaml", "-c", OPEN])
            .args(arguments)
            .env("PATH", path);
        Self::start(home, start)
    }

    fn start(home: Home, mut start: Command) -> Self {
        start
            .current_dir(root())
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

    /// The folder with the examples and the port of the sandbox, both of them there.
    fn place(&mut self) -> (PathBuf, u16) {
        let place = self.told("The playground is ");
        let (folder, tenant) = place.split_once(". The sandbox tenant is ").expect("both");
        let port = tenant.split([':', ';']).nth(2).expect("a port");
        let place = (PathBuf::from(folder), port.parse().expect("a number"));
        assert!(place.0.join("broken.data.yaml").exists());
        assert!(answers(place.1), "no sandbox");
        place
    }

    /// The place, and the process of the server.
    fn parts(&mut self) -> (PathBuf, u16, String) {
        let (folder, port) = self.place();
        let server = self.told("server ");
        assert!(runs(&server), "no server");
        (folder, port, server)
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
    fn is_gone(&self, folder: &Path, ports: &[u16], processes: &[String]) {
        assert!(!folder.exists(), "the folder is left");
        let start = Instant::now();
        while ports.iter().any(|port| answers(*port)) || processes.iter().any(|it| runs(it)) {
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
        // With a chance to end what it has started.
        let id = self.child.id().to_string();
        let _ = Command::new("kill").arg(id).stderr(Stdio::null()).status();
        let start = Instant::now();
        while start.elapsed() < PATIENCE && matches!(self.child.try_wait(), Ok(None)) {
            std::thread::sleep(Duration::from_millis(20));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn answers(port: u16) -> bool {
    TcpStream::connect(("127.0.0.1", port)).is_ok()
}

/// The processes that know of a folder, and of which program they are: by their arguments, or by their environment.
fn processes_of(folder: &Path) -> Vec<(String, String)> {
    let folder = folder.to_str().expect("UTF-8");
    let knows = |file: PathBuf| {
        std::fs::read(file).is_ok_and(|text| String::from_utf8_lossy(&text).contains(folder))
    };
    let all = std::fs::read_dir("/proc").expect("the processes");
    all.filter_map(|entry| {
        let entry = entry.ok()?;
        let knows = knows(entry.path().join("cmdline")) || knows(entry.path().join("environ"));
        let program = std::fs::read_link(entry.path().join("exe")).ok()?;
        let name = program.file_name()?.to_str()?.to_owned();
        let id = entry.file_name().into_string().ok()?;
        knows.then_some((id, name))
    })
    .collect()
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
    let mut playground =
        Playground::neovim("playground-quits", &command, &["-c", wait, "-c", "qa"]);
    let (folder, port, server) = playground.parts();
    std::fs::write(folder.join("enough"), "").expect("a file");
    assert_eq!(playground.end().code(), Some(0));
    playground.is_gone(&folder, &[port], &[server]);
}

#[test]
fn it_goes_when_it_is_told_to() {
    let script = root().join("scripts/playground.mjs");
    let command = ["node", script.to_str().expect("a path")];
    let mut playground = Playground::neovim("playground-signal", &command, &[]);
    let (folder, port, server) = playground.parts();
    succeed(Command::new("kill").arg(playground.child.id().to_string()));
    assert!(!playground.end().success());
    playground.is_gone(&folder, &[port], &[server]);
}

/// `UPDATE_PICTURES=1` renews the film that is made of it.
#[test]
fn in_a_browser_it_is_visual_studio_code() {
    install("install-vscode.sh", "vscode");
    // What is in it has sockets, and the path of one may have a hundred characters or so.
    let short = std::env::temp_dir().join(format!("ils-{}", std::process::id()));
    std::fs::create_dir_all(&short).expect("a folder");
    let home = Home::new("playground-vscode");
    let path = std::env::var_os("PATH").expect("a search path");
    let mut start = home.command(Path::new("node"));
    start
        .arg("scripts/playground.mjs")
        .arg("--programs")
        .arg(programs())
        .env("TMPDIR", &short)
        .env("PATH", &path);
    let mut playground = Playground::start(home, start);
    let (folder, tenant) = playground.place();
    let address = playground.told("Open http://127.0.0.1:");
    let port = address.split('/').next().expect("a port");
    let port = port.parse().expect("a number");
    let url = format!("http://127.0.0.1:{address}");

    let pictures = match std::env::var_os("UPDATE_PICTURES") {
        Some(_) => "editors/vscode/media",
        None => ".tools/pictures",
    };
    let mut newcomer = playground.home.command(Path::new("node"));
    newcomer
        .arg(root().join("tests/editors/vscode/playground.mjs"))
        .args(["--url", &url, "--chromium"])
        .arg(root().join(".tools/chromium/chromium"))
        .arg("--film")
        .arg(root().join(pictures).join("tour.png"))
        .env("PATH", &path);
    print!("{}", succeed(&mut newcomer));

    let processes = processes_of(folder.parent().expect("the playground"));
    let (ids, names): (Vec<_>, Vec<_>) = processes.into_iter().unzip();
    assert!(names.contains(&"immuta-ls".to_owned()), "{names:?}");
    let id = playground.child.id().to_string();
    succeed(Command::new("kill").args(["-INT", &id]));
    assert_eq!(playground.end().code(), Some(0));
    playground.is_gone(&folder, &[tenant, port], &ids);
    // What is left of it would keep the folder.
    std::fs::remove_dir(&short).expect("an empty folder");
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
