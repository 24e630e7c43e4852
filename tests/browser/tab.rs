//! One tab, and what a reader does in it and sees of it.
//!
//! A tab has a context of its own: no storage, cache or window is shared with another test. It
//! writes down from its first moment whatever the browser complains about.

use std::cell::RefCell;
use std::collections::HashMap;
use std::fs;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use chromiumoxide::cdp::browser_protocol::browser::BrowserContextId;
use chromiumoxide::cdp::browser_protocol::fetch::EventRequestPaused;
use chromiumoxide::cdp::browser_protocol::log::EventEntryAdded;
use chromiumoxide::cdp::browser_protocol::network::{
    EventLoadingFailed, EventRequestWillBeSent, EventResponseReceived,
};
use chromiumoxide::cdp::browser_protocol::page::NavigateParams;
use chromiumoxide::cdp::browser_protocol::target::{
    CreateBrowserContextParams, CreateTargetParams,
};
use chromiumoxide::cdp::js_protocol::runtime::{EventConsoleApiCalled, EventExceptionThrown};
use chromiumoxide::listeners::EventStream;
use chromiumoxide::page::ScreenshotParams;
use chromiumoxide::types::MethodId;
use chromiumoxide::{Command, Method, Page};
use futures_util::{FutureExt, StreamExt};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::chromium::{self, wait};

/// A width and a height, in CSS pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size(pub u32, pub u32);

/// A laptop: the notes stand beside the text.
pub const WIDE: Size = Size(1280, 900);
/// A phone: a note is a sheet.
pub const NARROW: Size = Size(390, 844);
/// The two that everything is tested at.
pub const SIZES: [Size; 2] = [WIDE, NARROW];

/// How long a condition may take to come true. It is never waited out unless the test fails.
const DEADLINE: Duration = Duration::from_secs(30);
const POLL: Duration = Duration::from_millis(10);

/// The modifiers that turn a key into somebody else's shortcut, as the protocol counts them.
pub const MODIFIERS: [(&str, u32); 3] = [("Alt", 1), ("Control", 2), ("Meta", 4)];

/// The events that a tab listens to.
pub const EVENTS: [&str; 7] = [
    EventRequestPaused::IDENTIFIER,
    EventConsoleApiCalled::IDENTIFIER,
    EventExceptionThrown::IDENTIFIER,
    EventEntryAdded::IDENTIFIER,
    EventRequestWillBeSent::IDENTIFIER,
    EventResponseReceived::IDENTIFIER,
    EventLoadingFailed::IDENTIFIER,
];

/// A rectangle in the viewport.
#[derive(Debug, Clone, Copy, serde::Deserialize)]
pub struct Rect {
    /// The left edge.
    pub left: f64,
    /// The upper edge.
    pub top: f64,
    /// The right edge.
    pub right: f64,
    /// The lower edge.
    pub bottom: f64,
}

impl Rect {
    /// Returns whether two rectangles share more than a hair.
    pub fn overlaps(&self, other: &Rect) -> bool {
        let hair = 0.5;
        self.left + hair < other.right
            && other.left + hair < self.right
            && self.top + hair < other.bottom
            && other.top + hair < self.bottom
    }

    /// Returns whether all of it is in a viewport.
    pub fn is_in(&self, viewport: Size) -> bool {
        self.left >= -0.5
            && self.top >= -0.5
            && self.right <= f64::from(viewport.0) + 0.5
            && self.bottom <= f64::from(viewport.1) + 0.5
    }
}

/// A tab, closed when it is dropped.
pub struct Tab {
    page: Page,
    context: BrowserContextId,
    /// The size it was last given.
    pub size: Size,
    runs_scripts: bool,
    console: EventStream<EventConsoleApiCalled>,
    exceptions: EventStream<EventExceptionThrown>,
    log: EventStream<EventEntryAdded>,
    requests: EventStream<EventRequestWillBeSent>,
    responses: EventStream<EventResponseReceived>,
    failures: EventStream<EventLoadingFailed>,
    /// The URL of each request, by its id.
    urls: HashMap<String, String>,
}

/// A command by its name in the protocol, for those that need no type.
#[derive(Serialize)]
#[serde(transparent)]
struct Raw {
    #[serde(skip)]
    name: &'static str,
    parameters: Value,
}

impl Method for Raw {
    fn identifier(&self) -> MethodId {
        self.name.into()
    }
}

impl Command for Raw {
    type Response = Value;
}

impl Tab {
    /// Opens an empty tab.
    pub fn open(size: Size) -> Tab {
        let browser = &chromium::get().browser;
        let tab = wait(async {
            let context = CreateBrowserContextParams {
                dispose_on_detach: Some(true),
                ..CreateBrowserContextParams::default()
            };
            let context = browser.create_browser_context(context).await.unwrap();
            let mut target = CreateTargetParams::new("about:blank");
            target.browser_context_id = Some(context.clone());
            target.new_window = Some(true);
            let page = browser.new_page(target).await.unwrap();
            page.enable_runtime().await.unwrap();
            Tab {
                console: page.event_listener().await.unwrap(),
                exceptions: page.event_listener().await.unwrap(),
                log: page.event_listener().await.unwrap(),
                requests: page.event_listener().await.unwrap(),
                responses: page.event_listener().await.unwrap(),
                failures: page.event_listener().await.unwrap(),
                page,
                context,
                size,
                runs_scripts: true,
                urls: HashMap::new(),
            }
        });
        tab.call(
            "Emulation.setFocusEmulationEnabled",
            json!({"enabled": true}),
        );
        tab.measure(size);
        tab
    }

    /// Opens a tab at a page.
    pub fn at(size: Size, url: &str) -> Tab {
        let tab = Tab::open(size);
        tab.visit(url);
        tab
    }

    /// Opens a tab that runs no script, at a page.
    pub fn scriptless_at(size: Size, url: &str) -> Tab {
        let mut tab = Tab::open(size);
        tab.forbid_scripts();
        tab.visit(url);
        tab
    }

    fn call(&self, name: &'static str, parameters: Value) -> Value {
        let answer = wait(self.page.execute(Raw { name, parameters }));
        answer
            .unwrap_or_else(|error| panic!("{name}: {error}"))
            .result
    }

    fn measure(&self, Size(width, height): Size) {
        let is_phone = width < 600;
        self.call(
            "Emulation.setDeviceMetricsOverride",
            json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": is_phone}),
        );
        self.call(
            "Emulation.setTouchEmulationEnabled",
            json!({"enabled": is_phone}),
        );
    }

    /// Gives the window another size.
    pub fn resize(&mut self, size: Size) {
        self.measure(size);
        self.size = size;
        self.wait_until(
            "the window has its new size",
            &format!(
                "innerHeight === {} && document.fonts.status === 'loaded'",
                size.1
            ),
        );
    }

    /// Sets whether the reader prefers a dark page.
    pub fn prefer(&self, scheme: &str) {
        let features = json!([{"name": "prefers-color-scheme", "value": scheme}]);
        self.call(
            "Emulation.setEmulatedMedia",
            json!({"media": "", "features": features}),
        );
    }

    /// Gives the page the few colours of the reader's system instead of its own.
    pub fn force_colours(&self) {
        let features = json!([{"name": "forced-colors", "value": "active"}]);
        self.call(
            "Emulation.setEmulatedMedia",
            json!({"media": "", "features": features}),
        );
    }

    /// Shows the page as it will be printed.
    pub fn preview_print(&self) {
        self.call(
            "Emulation.setEmulatedMedia",
            json!({"media": "print", "features": []}),
        );
    }

    /// Switches scripts off for all pages that are visited from now on.
    pub fn forbid_scripts(&mut self) {
        self.runs_scripts = false;
        self.call(
            "Emulation.setScriptExecutionDisabled",
            json!({"value": true}),
        );
    }

    /// Runs a script at the very start of all pages that are visited from now on.
    pub fn run_at_start(&self, script: &str) {
        self.call(
            "Page.addScriptToEvaluateOnNewDocument",
            json!({"source": script}),
        );
    }

    /// Goes to an address and waits until all of it is loaded.
    pub fn visit(&self, url: &str) {
        // Only the fragment: the crate would wait for a new document.
        if let Some((page, fragment)) = url.split_once('#')
            && self.eval::<String>("location.href.split('#')[0]") == page
        {
            self.eval::<()>(&format!("location.hash = {}, null", json!(fragment)));
        } else if let Err(error) = wait(self.page.goto(NavigateParams::new(url))) {
            panic!("{url}: {error}");
        }
        self.wait_until_loaded();
    }

    /// Waits until the page and its scripts are loaded and have had their first frames.
    pub fn wait_until_loaded(&self) {
        self.wait_until("the page is loaded", "document.readyState === 'complete'");
        self.wait_for_frames();
    }

    /// Waits until what the page has been told is painted.
    pub fn wait_for_frames(&self) {
        if !self.runs_scripts {
            // No callback is ever called; a picture of one pixel takes a frame as well.
            let clip = json!({"x": 0, "y": 0, "width": 1, "height": 1, "scale": 1});
            self.call("Page.captureScreenshot", json!({"clip": clip}));
            return;
        }
        self.eval::<()>(
            "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(null))))",
        );
    }

    /// Returns the value of an expression, which may be a promise.
    pub fn eval<T: DeserializeOwned>(&self, expression: &str) -> T {
        let value = self.try_eval(expression);
        let value = value.unwrap_or_else(|error| panic!("{expression}\n{error}"));
        serde_json::from_value(value.clone())
            .unwrap_or_else(|error| panic!("{expression}\n{error}: {value}"))
    }

    fn try_eval(&self, expression: &str) -> Result<Value, String> {
        let parameters = json!({
            "expression": expression,
            "returnByValue": true,
            "awaitPromise": true,
        });
        let name = "Runtime.evaluate";
        let answer = wait(self.page.execute(Raw { name, parameters }));
        let answer = answer.map_err(|error| error.to_string())?.result;
        match answer.get("exceptionDetails") {
            Some(details) => Err(details["exception"]["description"].to_string()),
            None => Ok(answer["result"].get("value").cloned().unwrap_or_default()),
        }
    }

    /// Waits until an expression is true. A page on its way out cannot answer, so a failure to
    /// answer is no more than "not yet".
    pub fn wait_until(&self, what: &str, expression: &str) {
        let last = RefCell::new(Value::Null);
        until(
            || {
                let value = self.try_eval(expression);
                let is_true = value == Ok(Value::Bool(true));
                *last.borrow_mut() = value.unwrap_or_else(Value::String);
                is_true
            },
            || {
                let address = self.try_eval("location.href");
                let last = last.borrow();
                format!("{what} at {address:?}: {expression} is {last}")
            },
        );
    }

    /// Waits until the address ends with some text, and the page there is loaded.
    pub fn wait_for_address(&self, end: &str) {
        let end = json!(end);
        self.wait_until(
            "the address is right",
            &format!(
                "decodeURI(location.href).endsWith({end}) && document.readyState === 'complete'"
            ),
        );
        self.wait_for_frames();
    }

    /// Returns the rectangle of the first line of an element.
    pub fn rect(&self, selector: &str) -> Rect {
        let selector = json!(selector);
        self.eval(&format!(
            "(() => {{ const r = document.querySelector({selector}).getBoundingClientRect();
                return {{left: r.left, top: r.top, right: r.right, bottom: r.bottom}}; }})()"
        ))
    }

    /// Returns the rectangles of all elements of a kind that can be seen, with their ids.
    pub fn rects(&self, selector: &str) -> Vec<(String, Rect)> {
        let selector = json!(selector);
        self.eval(&format!(
            "[...document.querySelectorAll({selector})].filter(e => e.checkVisibility()).map(e => {{
                const r = e.getBoundingClientRect();
                return [e.id, {{left: r.left, top: r.top, right: r.right, bottom: r.bottom}}]; }})"
        ))
    }

    /// Returns the text of an element as it is rendered.
    pub fn text(&self, selector: &str) -> String {
        let selector = json!(selector);
        self.eval(&format!("document.querySelector({selector}).innerText"))
    }

    /// Returns whether an element is rendered.
    pub fn shows(&self, selector: &str) -> bool {
        let selector = json!(selector);
        self.eval(&format!(
            "document.querySelector({selector}).checkVisibility()"
        ))
    }

    /// Returns a computed style.
    pub fn style(&self, selector: &str, property: &str) -> String {
        let (selector, property) = (json!(selector), json!(property));
        self.eval(&format!(
            "getComputedStyle(document.querySelector({selector})).getPropertyValue({property})"
        ))
    }

    /// Returns whether a box is ticked.
    pub fn is_checked(&self, selector: &str) -> bool {
        let selector = json!(selector);
        self.eval(&format!("document.querySelector({selector}).checked"))
    }

    /// Returns the fragment of the address, with its `#`.
    pub fn fragment(&self) -> String {
        self.eval("decodeURIComponent(location.hash)")
    }

    /// Clicks in the middle of the first box of an element, scrolled into view if it must be. Fails
    /// when something else lies over it, as a reader would.
    pub fn click(&self, selector: &str) {
        let quoted = json!(selector);
        let scrolled: bool = self.eval(&format!(
            "(() => {{ const e = document.querySelector({quoted}), r = e.getBoundingClientRect();
                if (r.top >= 0 && r.bottom <= innerHeight && r.left >= 0 && r.right <= innerWidth) return false;
                e.scrollIntoView({{block: 'center', inline: 'center', behavior: 'instant'}});
                return true; }})()"
        ));
        if scrolled {
            self.wait_for_frames();
        }
        let hit: Result<(f64, f64), String> = self
            .eval::<Hit>(&format!(
                "(() => {{ const e = document.querySelector({quoted}), r = e.getClientRects()[0];
                if (!r) return {{over: 'nothing: it is not rendered'}};
                const x = r.left + r.width / 2, y = r.top + r.height / 2;
                const top = document.elementFromPoint(x, y);
                return top && (e.contains(top) || top.contains(e) && top.matches('label'))
                    ? {{x, y}} : {{over: top ? top.outerHTML.slice(0, 200) : 'nothing'}}; }})()"
            ))
            .into();
        let (x, y) = hit.unwrap_or_else(|over| panic!("{selector} is covered by {over}"));
        for kind in ["mouseMoved", "mousePressed", "mouseReleased"] {
            self.call(
                "Input.dispatchMouseEvent",
                json!({"type": kind, "x": x, "y": y, "button": if kind == "mouseMoved" { "none" } else { "left" }, "clickCount": 1}),
            );
        }
    }

    /// Moves the mouse away from everything, so that nothing is hovered over.
    pub fn move_mouse_away(&self) {
        self.call(
            "Input.dispatchMouseEvent",
            json!({"type": "mouseMoved", "x": 1, "y": f64::from(self.size.1) - 1.0}),
        );
    }

    /// Presses and releases a key.
    pub fn press(&self, key: &str) {
        self.press_with(0, key);
    }

    /// Presses and releases a key while modifiers are held.
    pub fn press_with(&self, modifiers: u32, key: &str) {
        let (code, number) = match key {
            "Enter" => (key.to_owned(), 13),
            "Escape" => (key.to_owned(), 27),
            "End" => (key.to_owned(), 35),
            "Home" => (key.to_owned(), 36),
            "ArrowLeft" => (key.to_owned(), 37),
            "ArrowUp" => (key.to_owned(), 38),
            "ArrowDown" => (key.to_owned(), 40),
            letter => {
                let upper = letter.to_uppercase();
                let number = upper.bytes().next().map(u32::from);
                (format!("Key{upper}"), number.unwrap())
            }
        };
        let mut event = json!({
            "type": "keyDown", "key": key, "code": code, "modifiers": modifiers,
            "windowsVirtualKeyCode": number, "nativeVirtualKeyCode": number,
        });
        if modifiers == 0 && key.len() == 1 {
            event["text"] = json!(key);
        }
        if key == "Enter" {
            event["text"] = json!("\r");
        }
        self.call("Input.dispatchKeyEvent", event.clone());
        event["type"] = json!("keyUp");
        event.as_object_mut().unwrap().remove("text");
        self.call("Input.dispatchKeyEvent", event);
    }

    /// Types a text as an input method hands it over: all at once.
    pub fn insert(&self, text: &str) {
        self.call("Input.insertText", json!({"text": text}));
    }

    /// Shows a text as one that is still being composed.
    pub fn compose(&self, text: &str) {
        let end = text.encode_utf16().count();
        self.call(
            "Input.imeSetComposition",
            json!({"text": text, "selectionStart": end, "selectionEnd": end}),
        );
    }

    /// Leaves a picture of what can be seen in `target/tmp/screenshots/` and returns its size in
    /// bytes.
    pub fn screenshot(&self, name: &str) -> usize {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("screenshots");
        fs::create_dir_all(&folder).unwrap();
        let Size(width, height) = self.size;
        let picture = wait(self.page.screenshot(ScreenshotParams::builder().build())).unwrap();
        fs::write(
            folder.join(format!("{name}-{width}x{height}.png")),
            &picture,
        )
        .unwrap();
        picture.len()
    }

    /// Holds back the next request for any address of a pattern, until it is released.
    pub fn hold_requests_for(&self, pattern: &str) -> EventStream<EventRequestPaused> {
        let held: EventStream<EventRequestPaused> = wait(self.page.event_listener()).unwrap();
        let patterns = json!({"patterns": [{"urlPattern": pattern}]});
        self.call("Fetch.enable", patterns);
        held
    }

    /// Waits for a request to be held back and returns its id.
    pub fn next_held(&self, held: &mut EventStream<EventRequestPaused>) -> String {
        let event = wait(held.next()).expect("an open page");
        event.request_id.inner().clone()
    }

    /// Lets a request go, and holds back no other.
    pub fn release(&self, id: &str) {
        self.call("Fetch.continueRequest", json!({"requestId": id}));
        self.call("Fetch.disable", json!({}));
    }

    /// Returns everything that the browser had to complain about since the last call: messages on
    /// the console, exceptions, violated policies, requests that failed or were answered with an
    /// error, and requests to anywhere but `origin`.
    pub fn complaints(&mut self, origin: &str) -> Vec<String> {
        // Events come in order: those that were before this message are here when it is, and those
        // on the other streams when one more answer is.
        self.eval::<()>("console.debug('end of events'), null");
        let mut found = Vec::new();
        loop {
            let event = wait(self.console.next()).expect("the console of an open page");
            let words: Vec<String> = event
                .args
                .iter()
                .map(|argument| match &argument.value {
                    Some(Value::String(text)) => text.clone(),
                    Some(value) => value.to_string(),
                    None => argument.description.clone().unwrap_or_default(),
                })
                .collect();
            let message = words.join(" ");
            if message == "end of events" {
                break;
            }
            found.push(format!("console: {message}"));
        }
        self.eval::<()>("null");
        for event in drain(&mut self.exceptions) {
            let details = &event.exception_details;
            let thrown = details
                .exception
                .as_ref()
                .and_then(|e| e.description.as_ref());
            found.push(format!("exception: {}", thrown.unwrap_or(&details.text)));
        }
        for event in drain(&mut self.log) {
            let url = event.entry.url.as_deref().unwrap_or_default();
            found.push(format!("log: {} {url}", event.entry.text));
        }
        for event in drain(&mut self.requests) {
            let url = &event.request.url;
            let id = event.request_id.inner().clone();
            self.urls.insert(id, url.clone());
            if !url.starts_with(origin) && !url.starts_with("data:") {
                found.push(format!("outside request: {url}"));
            }
        }
        for event in drain(&mut self.responses) {
            let response = &event.response;
            if response.status >= 400 {
                found.push(format!("answer {}: {}", response.status, response.url));
            }
        }
        for event in drain(&mut self.failures) {
            let url = self.urls.get(event.request_id.inner());
            let url = url.map_or("", String::as_str);
            found.push(format!("failed request: {}: {url}", event.error_text));
        }
        let unreadable = chromium::get().unreadable.lock();
        let unreadable = unreadable
            .unwrap_or_else(|poisoned| poisoned.into_inner())
            .clone();
        assert!(
            unreadable.is_empty(),
            "the browser said what this version of the protocol cannot read: {unreadable:#?}"
        );
        found
    }
}

/// Waits until a condition is true, however long that takes within reason.
pub fn until(condition: impl Fn() -> bool, describe: impl Fn() -> String) {
    let started = Instant::now();
    while !condition() {
        assert!(
            started.elapsed() < DEADLINE,
            "never came true: {}",
            describe()
        );
        std::thread::sleep(POLL);
    }
}

fn drain<T>(events: &mut EventStream<T>) -> Vec<std::sync::Arc<T>>
where
    T: chromiumoxide::cdp::IntoEventKind + Unpin,
    EventStream<T>: futures_util::Stream<Item = std::sync::Arc<T>>,
{
    std::iter::from_fn(|| events.next().now_or_never().flatten()).collect()
}

#[derive(serde::Deserialize)]
#[serde(untagged)]
enum Hit {
    Free { x: f64, y: f64 },
    Covered { over: String },
}

impl From<Hit> for Result<(f64, f64), String> {
    fn from(hit: Hit) -> Result<(f64, f64), String> {
        match hit {
            Hit::Free { x, y } => Ok((x, y)),
            Hit::Covered { over } => Err(over),
        }
    }
}

impl Drop for Tab {
    fn drop(&mut self) {
        // Errors cannot be of interest any more, least of all while a test is failing.
        let context = self.context.clone();
        let _ = wait(chromium::get().browser.dispose_browser_context(context));
    }
}
