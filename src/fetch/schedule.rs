//! Whose turn it is: one request at a time to a host, with its pause in between; hosts in turn.
//!
//! Nothing here waits or asks a clock. Times are durations since the fetcher began, handed in by the caller.

use super::{Address, Error, Request, robots::Rules};
use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

/// A request on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Job {
    /// Its number among the requests.
    pub number: usize,
    pub request: Request,
    /// Where it has been redirected to so far, its own address first; the last is the one to ask.
    pub way: Vec<Address>,
    /// How often the last address has failed.
    pub failures: u32,
}

impl Job {
    pub fn new(number: usize, request: Request) -> Self {
        let way = vec![request.address.clone()];
        Self { number, request, way, failures: 0 }
    }

    /// The address to ask now.
    pub fn target(&self) -> &Address {
        self.way.last().unwrap_or(&self.request.address)
    }
}

/// What to do next.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// Ask the host what it permits.
    Robots(Address),
    /// Do a request that the rules permit or forbid.
    Get(Box<Job>, Permission),
    /// Wait so long, or until something else is done.
    Wait(Duration),
    /// All that is left is being done.
    Busy,
    /// Nothing is left.
    Done,
}

/// What a host's robots.txt says.
pub(super) type Permission = Result<Arc<Rules>, String>;

/// Hosts and what is wanted of them.
#[derive(Debug)]
pub(super) struct Schedule {
    hosts: BTreeMap<String, Host>,
    pause: Duration,
    longest_pause: Duration,
    patience: u32,
}

#[derive(Debug, Default)]
struct Host {
    queue: VecDeque<Job>,
    busy: bool,
    /// Not asked before.
    ready: Duration,
    permission: Option<Permission>,
    /// Pause that the caller wants here.
    pause: Option<Duration>,
    failures_in_a_row: u32,
    robots_failures: u32,
}

impl Host {
    /// Hands out the host's next job, or what has to be asked before it.
    fn turn(&mut self) -> Next {
        let Some(job) = self.queue.pop_front() else { return Next::Busy };
        self.busy = true;
        if let Some(permission) = &self.permission {
            return Next::Get(Box::new(job), permission.clone());
        }
        let robots = job.target().robots();
        self.queue.push_front(job);
        Next::Robots(robots)
    }
}

impl Schedule {
    pub fn new(pause: Duration, longest_pause: Duration, patience: u32) -> Self {
        Self { hosts: BTreeMap::new(), pause, longest_pause, patience }
    }

    /// Asks a host no faster than this.
    pub fn slow_down(&mut self, host: &str, pause: Duration) {
        let host = self.hosts.entry(host.to_owned()).or_default();
        host.pause = host.pause.max(Some(pause));
    }

    /// Adds a request behind those of its host.
    pub fn add(&mut self, job: Job) {
        self.hosts.entry(job.target().host()).or_default().queue.push_back(job);
    }

    /// Adds a request before those of its host: one that was begun already.
    pub fn add_first(&mut self, job: Job) {
        self.hosts.entry(job.target().host()).or_default().queue.push_front(job);
    }

    /// Hands out what can be done at `now`; its host is busy until [`Schedule::release`].
    pub fn next(&mut self, now: Duration) -> Next {
        let any_busy = self.hosts.values().any(|host| host.busy);
        let waiting = self.hosts.values_mut().filter(|host| !host.busy && !host.queue.is_empty());
        let Some(host) = waiting.min_by_key(|host| host.ready) else {
            return if any_busy { Next::Busy } else { Next::Done };
        };
        if host.ready > now {
            return Next::Wait(host.ready - now);
        }
        host.turn()
    }

    /// Counts how often a host could not say what it permits.
    pub fn robots_failed(&mut self, host: &str) -> u32 {
        let host = self.hosts.entry(host.to_owned()).or_default();
        host.robots_failures += 1;
        host.robots_failures
    }

    /// Keeps what a host permits.
    pub fn permit(&mut self, host: &str, permission: Permission) {
        self.hosts.entry(host.to_owned()).or_default().permission = Some(permission);
    }

    /// The host was asked until `now` and may be asked again after its pause, or after `wait` when that is longer.
    pub fn release(&mut self, host: &str, now: Duration, wait: Duration) {
        let (usual, longest) = (self.pause, self.longest_pause);
        let host = self.hosts.entry(host.to_owned()).or_default();
        let rules = host.permission.as_ref().and_then(|permission| permission.as_ref().ok());
        let asked = rules.and_then(|rules| rules.delay).unwrap_or_default().min(longest);
        host.busy = false;
        host.ready = now + host.pause.unwrap_or(usual).max(asked).max(wait);
    }

    /// The host need not be asked for what it was handed out for.
    pub fn release_unasked(&mut self, host: &str) {
        if let Some(host) = self.hosts.get_mut(host) {
            host.busy = false;
        }
    }

    /// Notes whether a host answered. Gives back all that was wanted of it when it has failed too often.
    pub fn note(&mut self, host: &str, outcome: Result<(), &Error>) -> Vec<Job> {
        let patience = self.patience;
        let Some(host) = self.hosts.get_mut(host) else { return Vec::new() };
        match outcome {
            Ok(()) => host.failures_in_a_row = 0,
            Err(Error::Network(_) | Error::Timeout(_)) => host.failures_in_a_row += 1,
            Err(_) => {}
        }
        if host.failures_in_a_row < patience { Vec::new() } else { host.queue.drain(..).collect() }
    }

    /// Forgets all that has not begun.
    pub fn clear(&mut self) {
        self.hosts.values_mut().for_each(|host| host.queue.clear());
    }

    /// Whether a host has failed too often to be asked.
    pub fn is_down(&self, host: &str) -> bool {
        self.hosts.get(host).is_some_and(|host| host.failures_in_a_row >= self.patience)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use super::*;
    use crate::fetch::Validators;

    const fn seconds(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    fn job(number: usize, address: &str) -> Job {
        let request = Request { address: Address::parse(address).unwrap(), validators: Validators::default() };
        Job::new(number, request)
    }

    /// A schedule with a pause of 2 s, whose hosts all permit everything.
    fn schedule(addresses: &[&str]) -> Schedule {
        let mut schedule = Schedule::new(seconds(2), seconds(30), 3);
        for (number, address) in addresses.iter().enumerate() {
            let job = job(number, address);
            schedule.permit(&job.target().host(), Ok(Arc::default()));
            schedule.add(job);
        }
        schedule
    }

    fn number(next: Next) -> usize {
        match next {
            Next::Get(job, _) => job.number,
            other => panic!("no job: {other:?}"),
        }
    }

    #[test]
    fn a_host_is_asked_one_by_one_with_its_pause() {
        let mut schedule = schedule(&["http://a.example/0", "http://a.example/1", "http://b.example/2"]);
        assert_eq!(number(schedule.next(seconds(0))), 0);
        assert_eq!(number(schedule.next(seconds(0))), 2);
        assert_eq!(schedule.next(seconds(0)), Next::Busy);
        schedule.release("a.example", seconds(5), Duration::ZERO);
        assert_eq!(schedule.next(seconds(6)), Next::Wait(seconds(1)));
        assert_eq!(number(schedule.next(seconds(7))), 1);
        schedule.release("a.example", seconds(7), Duration::ZERO);
        schedule.release("b.example", seconds(9), Duration::ZERO);
        assert_eq!(schedule.next(seconds(9)), Next::Done);
    }

    #[test]
    fn the_longest_wish_for_a_pause_counts() {
        for (caller, robots, asked, expected) in
            [(0, 0, 0, 2), (9, 0, 0, 9), (1, 0, 0, 1), (1, 7, 0, 7), (1, 7, 8, 8), (1, 900, 0, 30)]
        {
            let mut schedule = schedule(&["http://a.example/0", "http://a.example/1"]);
            let rules = Rules::parse(&format!("User-agent: *\nCrawl-delay: {robots}"), "x");
            schedule.permit("a.example", Ok(Arc::new(rules)));
            if caller > 0 {
                schedule.slow_down("a.example", seconds(caller));
            }
            assert_eq!(number(schedule.next(seconds(0))), 0);
            schedule.release("a.example", seconds(0), seconds(asked));
            assert_eq!(schedule.next(seconds(0)), Next::Wait(seconds(expected)), "{caller} {robots} {asked}");
        }
    }

    #[test]
    fn a_host_is_asked_for_its_rules_first() {
        let mut schedule = Schedule::new(seconds(2), seconds(30), 3);
        schedule.add(job(0, "http://a.example:81/x?y"));
        assert_eq!(schedule.next(seconds(0)), Next::Robots(Address::parse("http://a.example:81/robots.txt").unwrap()));
        assert_eq!(schedule.next(seconds(0)), Next::Busy);
        schedule.permit("a.example:81", Err("kaputt".into()));
        schedule.release("a.example:81", seconds(1), Duration::ZERO);
        assert!(matches!(schedule.next(seconds(3)), Next::Get(_, Err(_))));
    }

    #[test]
    fn a_host_that_is_down_gives_back_its_queue() {
        let mut schedule = schedule(&["http://a.example/0", "http://a.example/1", "http://b.example/2"]);
        let failure = Error::Network("weg".into());
        for _ in 0..2 {
            assert!(schedule.note("a.example", Err(&failure)).is_empty());
        }
        assert!(schedule.note("a.example", Err(&Error::Circle)).is_empty());
        let left: Vec<usize> = schedule.note("a.example", Err(&failure)).into_iter().map(|job| job.number).collect();
        assert_eq!((left, schedule.is_down("a.example"), schedule.is_down("b.example")), (vec![0, 1], true, false));
        assert_eq!(number(schedule.next(seconds(0))), 2);
    }
}
