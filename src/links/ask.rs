//! Asks hosts whether they still have a page.
//!
//! 1. Answers that are young enough count.
//! 2. What is left is sorted by host, and a few threads take one host each.
//! 3. A host is asked for one page after the other, with a pause before each but the first. `HEAD`
//!    first; where that says no, `GET`, of which the body is not read.
//! 4. When the time is over, what has not been asked stays as it was known.

use std::collections::{BTreeMap, VecDeque};
use std::net::IpAddr;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use ureq::config::Config;
use ureq::http::{StatusCode, Uri};
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ureq::{Agent, Error};
use url::Url;

use super::Links;
use crate::project::answers::{Answer, Answers, Meaning};

/// Hosts that are asked at one time.
const HOSTS: usize = 8;

/// How a page is asked for that is served to people only.
const USER_AGENT: &str = concat!(
    "kaozheng/",
    env!("CARGO_PKG_VERSION"),
    " (checks the links of an archive)"
);

/// How to ask.
#[derive(Debug, Clone)]
pub struct Options {
    /// Which addresses may be connected to.
    pub allows: fn(IpAddr) -> bool,
    /// The pause between two questions to one host.
    pub pause: Duration,
    /// How long a question may take, redirects included.
    pub patience: Duration,
    /// How long all of them may take.
    pub total: Duration,
    /// An answer that is younger, in seconds, is not asked for again.
    pub age: u64,
    /// The time, in seconds since the beginning of 1970 (UTC).
    pub now: u64,
}

/// Asks for every link whose answer in `known` is not young enough, and returns the answers for all
/// links that have one. `told` is called with the number of questions after each.
pub fn ask(
    links: &Links,
    known: &Answers,
    options: &Options,
    told: &(dyn Fn(usize) + Sync),
) -> Answers {
    let mut answers = Answers::default();
    let mut hosts: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for url in links.keys() {
        let before = known.links.get(url);
        if let Some(before) = before {
            answers.links.insert(url.clone(), before.clone());
        }
        let age = before.map(|answer| options.now.saturating_sub(answer.asked));
        // What nobody could say is asked again.
        let is_sure = before.is_some_and(|answer| answer.meaning != Meaning::Unsure);
        if !is_sure || age.is_none_or(|age| age >= options.age) {
            hosts.entry(host(url)).or_default().push(url);
        }
    }
    let asker = Asker {
        agent: agent(options),
        options,
        end: Instant::now() + options.total,
        hosts: Mutex::new(hosts.into_values().collect()),
        answers: Mutex::new(BTreeMap::new()),
        has_network: AtomicBool::new(false),
        told,
    };
    thread::scope(|scope| {
        for _ in 0..HOSTS {
            scope.spawn(|| asker.work());
        }
    });
    let has_network = asker.has_network.into_inner();
    let asked = asker.answers.into_inner().unwrap_or_default();
    for (url, mut answer) in asked {
        if !has_network && answer.meaning == Meaning::Dead {
            // Not one host answered: the name is unknown because the network is not there.
            answer.meaning = Meaning::Unsure;
        }
        answers.links.insert(url.to_owned(), answer);
    }
    answers
}

fn host(url: &str) -> String {
    let host = Url::parse(url).ok();
    let host = host.and_then(|url| url.host_str().map(str::to_owned));
    host.unwrap_or_default()
}

/// What the threads share.
struct Asker<'a> {
    agent: Agent,
    options: &'a Options,
    end: Instant,
    hosts: Mutex<VecDeque<Vec<&'a str>>>,
    answers: Mutex<BTreeMap<&'a str, Answer>>,
    /// Whether any host has answered.
    has_network: AtomicBool,
    told: &'a (dyn Fn(usize) + Sync),
}

impl<'a> Asker<'a> {
    fn work(&self) {
        let next = || self.hosts.lock().ok()?.pop_front();
        while let Some(urls) = next() {
            for (index, url) in urls.into_iter().enumerate() {
                if index > 0 {
                    let rest = self.end.saturating_duration_since(Instant::now());
                    thread::sleep(self.options.pause.min(rest));
                }
                if Instant::now() >= self.end {
                    return;
                }
                let answer = self.answer(url);
                let is_busy = answer.words == words(StatusCode::TOO_MANY_REQUESTS);
                if let Ok(mut answers) = self.answers.lock() {
                    answers.insert(url, answer);
                    (self.told)(answers.len());
                }
                if is_busy {
                    // The host said that it is asked too much.
                    break;
                }
            }
        }
    }

    fn answer(&self, url: &str) -> Answer {
        let head = self.agent.head(url).call();
        let answer = match head {
            Ok(response) if response.status().is_success() => Ok(response.status()),
            Ok(_) | Err(Error::Protocol(_)) => {
                thread::sleep(self.options.pause);
                self.agent.get(url).call().map(|response| response.status())
            }
            Err(error) => Err(error),
        };
        if answer.is_ok() {
            self.has_network.store(true, Ordering::Relaxed);
        }
        let (meaning, words) = match answer {
            Ok(status) => (meaning(status), words(status)),
            Err(Error::HostNotFound) => (Meaning::Dead, "no such host".to_owned()),
            Err(Error::Io(error)) if is_unknown_name(&error) => {
                (Meaning::Dead, "no such host".to_owned())
            }
            Err(Error::Other(error)) => (Meaning::Unsure, error.to_string()),
            Err(error) => (Meaning::Unsure, error.to_string()),
        };
        Answer {
            meaning,
            words,
            asked: self.options.now,
        }
    }
}

/// Returns what a status means (RFC 9110, section 15). One that is not about the page says nothing.
fn meaning(status: StatusCode) -> Meaning {
    match status {
        StatusCode::NOT_FOUND | StatusCode::GONE => Meaning::Dead,
        status if status.is_success() => Meaning::Alive,
        _ => Meaning::Unsure,
    }
}

fn words(status: StatusCode) -> String {
    let reason = status.canonical_reason().unwrap_or_default();
    format!("{} {reason}", status.as_u16())
        .trim_end()
        .to_owned()
}

/// Returns whether looking up a name failed because there is none; the standard library tells it only
/// in words.
fn is_unknown_name(error: &std::io::Error) -> bool {
    let words = error.to_string();
    [
        "Name or service not known",
        "No such host is known",
        "nodename nor servname",
    ]
    .iter()
    .any(|unknown| words.contains(unknown))
}

fn agent(options: &Options) -> Agent {
    let config = Config::builder()
        .http_status_as_error(false)
        .user_agent(USER_AGENT)
        .timeout_global(Some(options.patience))
        // A proxy would connect to addresses that were not checked.
        .proxy(None)
        .build();
    let resolver = Guard {
        allows: options.allows,
        inner: DefaultResolver::default(),
    };
    Agent::with_parts(config, DefaultConnector::default(), resolver)
}

/// Resolves names to addresses that may be connected to. Every connection goes to what this has
/// returned, after redirects too.
#[derive(Debug)]
struct Guard {
    allows: fn(IpAddr) -> bool,
    inner: DefaultResolver,
}

impl Resolver for Guard {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, Error> {
        let found = self.inner.resolve(uri, config, timeout)?;
        let mut allowed = self.empty();
        for address in &found {
            if (self.allows)(address.ip()) {
                allowed.push(*address);
            }
        }
        match allowed.is_empty() {
            true => Err(Error::Other("its address is not public".into())),
            false => Ok(allowed),
        }
    }
}
