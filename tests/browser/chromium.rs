//! The one Chromium of the run: found, started, connected, and sure to end with the run.
//!
//! A static is never dropped and a killed test run cleans nothing up, so the process is not ours
//! but a small shell's: it holds the reading end of a pipe whose writing end only we hold. However
//! the run ends, the pipe closes, and the shell ends the browser and removes the folder of the run.

use std::env;
use std::future::Future;
use std::io::{self, BufRead, BufReader};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, LazyLock, Mutex, OnceLock};
use std::thread;

use chromiumoxide::Browser;
use chromiumoxide::error::CdpError;
use chromiumoxide::handler::HandlerConfig;
use futures_util::StreamExt;
use serde_json::Value;
use tokio::runtime::Runtime;

use crate::tab;

/// Names that are looked for in `PATH` when the environment variable `CHROME` names no browser.
const NAMES: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];

/// The settings give the machine a mouse, which a headless one has not; the last flags keep a page
/// running at full speed though no window of it is in front.
const FLAGS: [&str; 16] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--remote-debugging-port=0",
    "--hide-scrollbars",
    "--blink-settings=primaryHoverType=2,availableHoverTypes=2,primaryPointerType=4,availablePointerTypes=4",
    "--disable-backgrounding-occluded-windows",
    "--disable-renderer-backgrounding",
    "--disable-background-timer-throttling",
    "--disable-hang-monitor",
    "--disable-dev-shm-usage",
];

/// Runs `"$@"` until standard input ends. The browser's children may outlive it for a moment, and
/// write.
const KEEPER: &str = r#"folder=$1; shift
"$@" --user-data-dir="$folder/profile" about:blank </dev/null & browser=$!
cat >/dev/null
kill "$browser"; wait "$browser"
for try in 1 2 3 4 5 6 7 8 9; do rm -rf "$folder" && break; sleep 1; done"#;

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime for the browser's connection")
});
static CHROMIUM: OnceLock<Result<Chromium, String>> = OnceLock::new();

/// A running browser.
pub struct Chromium {
    /// The connection.
    pub browser: Browser,
    /// A folder that exists until the run ends.
    pub folder: PathBuf,
    /// What went wrong with the connection, and messages that it could not read: an event is
    /// missing, so no test that rests on the absence of events can be trusted.
    pub unreadable: Arc<Mutex<Vec<String>>>,
    /// Its standard input is the pipe.
    _keeper: Child,
}

/// Returns the browser of this run, started when first asked for.
pub fn get() -> &'static Chromium {
    match CHROMIUM.get_or_init(start) {
        Ok(chromium) => chromium,
        Err(reason) => panic!("{reason}"),
    }
}

/// Waits for an answer of the browser, or for the servers that share its runtime.
pub fn wait<T>(future: impl Future<Output = T>) -> T {
    RUNTIME.block_on(future)
}

fn start() -> Result<Chromium, String> {
    let path = find()?;
    let (keeper, folder, url) =
        launch(&path).map_err(|error| format!("cannot start {}: {error}", path.display()))?;
    let config = HandlerConfig {
        ignore_invalid_messages: false,
        ..HandlerConfig::default()
    };
    let (browser, mut handler) = wait(Browser::connect_with_config(&url, config))
        .map_err(|error| format!("cannot connect to {} at {url}: {error}", path.display()))?;
    let unreadable = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&unreadable);
    RUNTIME.spawn(async move {
        while let Some(step) = handler.next().await {
            match step {
                Ok(()) => {}
                Err(CdpError::InvalidMessage(message, _)) if !matters(&message) => {}
                Err(error) => note(&seen, error.to_string()),
            }
        }
    });
    Ok(Chromium {
        browser,
        folder,
        unreadable,
        _keeper: keeper,
    })
}

fn note(seen: &Mutex<Vec<String>>, words: String) {
    seen.lock()
        .unwrap_or_else(|poisoned| poisoned.into_inner())
        .push(words);
}

/// Returns whether a message is missed by somebody: the protocol grows with the browser, so newer
/// events that nobody listens to may be unreadable to an older crate.
fn matters(message: &str) -> bool {
    let message: Value = serde_json::from_str(message).unwrap_or_default();
    match message["method"].as_str() {
        Some(method) => tab::EVENTS.contains(&method),
        None => true,
    }
}

fn find() -> Result<PathBuf, String> {
    if let Some(path) = env::var_os("CHROME") {
        let path = PathBuf::from(path);
        return match path.is_file() {
            true => Ok(path),
            false => Err(format!("CHROME names {}, which is no file", path.display())),
        };
    }
    let folders = env::var_os("PATH").unwrap_or_default();
    let found = env::split_paths(&folders)
        .flat_map(|folder| NAMES.map(|name| folder.join(name)))
        .find(|path| path.is_file());
    found.ok_or_else(|| {
        "the browser tests need Chromium: `apt-get install chromium` (Debian), `brew install \
         --cask chromium` (macOS), or set CHROME to the path of a Chromium or Chrome"
            .to_owned()
    })
}

/// Starts the browser and returns its keeper, the folder of the run, and the address of the
/// browser's debugger.
fn launch(path: &Path) -> io::Result<(Child, PathBuf, String)> {
    let folder = tempfile::Builder::new()
        .prefix("kaozheng-browser-tests-")
        .tempdir()?
        .keep();
    let mut keeper = Command::new("sh")
        .args(["-c", KEEPER, "keeper"])
        .arg(&folder)
        .arg(path)
        .args(FLAGS)
        // A signal to the group of the tests would end the keeper before its work is done.
        .process_group(0)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()?;
    let stderr = keeper.stderr.take().ok_or(io::ErrorKind::BrokenPipe)?;
    let mut lines = BufReader::new(stderr).lines();
    let mut said = String::new();
    for line in lines.by_ref() {
        let line = line?;
        if let Some(url) = line.strip_prefix("DevTools listening on ") {
            let url = url.to_owned();
            // A full pipe would stop the browser.
            thread::spawn(move || lines.for_each(drop));
            return Ok((keeper, folder, url));
        }
        said.push_str(&line);
        said.push('\n');
    }
    Err(io::Error::other(format!("it ended, saying:\n{said}")))
}
