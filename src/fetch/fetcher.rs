//! Many requests to many hosts: threads that take turns by the [`Schedule`].

use super::answer::{Outcome, Request, Validators};
use super::client::{Client, Reply};
use super::robots::{self, Rules};
use super::schedule::{Job, Next, Permission, Schedule};
use super::step::{Step, step};
use super::{Address, Error, Options, retry};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// Redirects of a robots.txt that are followed (RFC 9309 asks for five).
const ROBOTS_REDIRECTS: usize = 5;

/// Fetches politely; remembers, as long as it lives, what hosts permit and when they were asked last.
pub struct Fetcher {
    options: Options,
    client: Client,
    schedule: Mutex<Schedule>,
    /// Told whenever something may have become possible.
    changed: Condvar,
    began: Instant,
}

/// A request's number and what became of it.
type Done = (Job, Outcome);

impl Fetcher {
    /// A fetcher that has asked nobody yet.
    #[must_use]
    pub fn new(options: Options) -> Self {
        let schedule = Schedule::new(options.pause, options.longest_wait, options.patience);
        Self {
            client: Client::new(&options),
            schedule: Mutex::new(schedule),
            changed: Condvar::new(),
            began: Instant::now(),
            options,
        }
    }

    /// Asks the host of `address` no faster than once in `pause`, whatever the options say; of several wishes the slowest
    /// counts.
    pub fn slow_down(&self, address: &Address, pause: Duration) {
        self.schedule().slow_down(&address.host(), pause);
    }

    /// Fetches all of `requests` and hands out the number of each with what became of it, in the order in which answers
    /// come. `take` is called on the caller's thread; while it works, the hosts' answers wait.
    ///
    /// # Errors
    /// The first error of `take`; what is on its way is then waited for and dropped, the rest is not fetched.
    pub fn each<E>(
        &self,
        requests: Vec<Request>,
        mut take: impl FnMut(usize, Outcome) -> Result<(), E>,
    ) -> Result<(), E> {
        let threads = self.options.hosts_at_once.clamp(1, requests.len().max(1));
        {
            let mut schedule = self.schedule();
            requests.into_iter().enumerate().for_each(|(number, request)| schedule.add(Job::new(number, request)));
        }
        let (sender, receiver) = sync_channel(threads);
        thread::scope(|scope| {
            for _ in 0..threads {
                let sender = sender.clone();
                scope.spawn(move || self.work(&sender));
            }
            drop(sender);
            let taken = drain(&receiver, &mut take);
            if taken.is_err() {
                self.schedule().clear();
                self.changed.notify_all();
            }
            // Threads that still wait to hand out an answer end when nobody takes it.
            drop(receiver);
            taken
        })
    }

    fn schedule(&self) -> MutexGuard<'_, Schedule> {
        self.schedule.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn now(&self) -> Duration {
        self.began.elapsed()
    }

    /// Does one thing after another until nothing is left.
    fn work(&self, sender: &SyncSender<Done>) {
        loop {
            let done = match self.wait_for_turn() {
                None => return,
                Some(Next::Robots(address)) => self.ask_permission(&address),
                Some(Next::Get(job, permission)) => self.get(*job, permission),
                Some(_) => Vec::new(),
            };
            self.changed.notify_all();
            for one in done {
                if sender.send(one).is_err() {
                    return;
                }
            }
        }
    }

    fn wait_for_turn(&self) -> Option<Next> {
        let mut schedule = self.schedule();
        loop {
            match schedule.next(self.now()) {
                Next::Done => return None,
                Next::Wait(time) => {
                    let waited = self.changed.wait_timeout(schedule, time);
                    schedule = waited.map_or_else(|poisoned| poisoned.into_inner().0, |(guard, _)| guard);
                }
                Next::Busy => {
                    schedule = self.changed.wait(schedule).unwrap_or_else(PoisonError::into_inner);
                }
                turn => return Some(turn),
            }
        }
    }

    fn ask_permission(&self, address: &Address) -> Vec<Done> {
        let (rules, host) = (self.rules(address), address.host());
        let mut schedule = self.schedule();
        let (left, wait) = match rules {
            Ok(rules) => {
                schedule.permit(&host, Ok(Arc::new(rules)));
                (schedule.note(&host, Ok(())), Duration::ZERO)
            }
            Err(error) => {
                let tries = schedule.robots_failed(&host);
                let wait = retry::wait_after(&self.options, address.as_str(), tries, error.wait());
                if wait.is_none() {
                    schedule.permit(&host, Err(error.to_string()));
                }
                (schedule.note(&host, Err(&error)), wait.unwrap_or_default())
            }
        };
        schedule.release(&host, self.now(), wait);
        given_up(left)
    }

    /// What a host permits: everything when it has no robots.txt that can be read.
    ///
    /// # Errors
    /// What passes: then nobody can say what is permitted.
    fn rules(&self, address: &Address) -> Result<Rules, Error> {
        let mut target = address.clone();
        for _ in 0..=ROBOTS_REDIRECTS {
            let reply = match self.client.get(&target, &Validators::default()) {
                Ok(reply) => reply,
                Err(error) if error.is_passing() => return Err(error),
                Err(_) => return Ok(Rules::default()),
            };
            match (reply.status, reply.location.map(|location| target.join(&location))) {
                (300..=399, Some(Ok(next))) => target = next,
                (200..=299, _) => return Ok(self.parse_rules(&reply.body)),
                (status @ (429 | 500..), _) => return Err(Error::Overloaded { status, wait: reply.wait }),
                _ => return Ok(Rules::default()),
            }
        }
        Ok(Rules::default())
    }

    fn parse_rules(&self, body: &[u8]) -> Rules {
        let bytes = &body[..body.len().min(robots::LARGEST)];
        Rules::parse(&String::from_utf8_lossy(bytes), self.options.product())
    }

    fn get(&self, job: Job, permission: Permission) -> Vec<Done> {
        let host = job.target().host();
        let refused = match permission {
            _ if self.schedule().is_down(&host) => Some(Error::HostDown),
            Err(reason) => Some(Error::RobotsUnknown(reason)),
            Ok(rules) => (!rules.allows(&job.target().path_and_query())).then_some(Error::Forbidden),
        };
        if let Some(error) = refused {
            self.schedule().release_unasked(&host);
            return vec![(job, Err(error))];
        }
        let reply = self.client.get(job.target(), &job.request.validators);
        self.settle(job, reply)
    }

    /// Decides what an answer means: an outcome, another try, or another address.
    fn settle(&self, mut job: Job, reply: Result<Reply, Error>) -> Vec<Done> {
        let host = job.target().host();
        let step = step(&self.options, &job, reply);
        let mut schedule = self.schedule();
        let left = match &step {
            Step::Again { error, .. } | Step::Done(Err(error)) => schedule.note(&host, Err(error)),
            _ => schedule.note(&host, Ok(())),
        };
        let wait = if let Step::Again { wait, .. } = &step { *wait } else { Duration::ZERO };
        schedule.release(&host, self.now(), wait);
        let mut done = given_up(left);
        match step {
            Step::Done(outcome) => done.push((job, outcome)),
            Step::Again { error, .. } if schedule.is_down(&host) => done.push((job, Err(error))),
            Step::Again { .. } => {
                job.failures += 1;
                schedule.add_first(job);
            }
            Step::Elsewhere(address) => {
                job.way.push(address);
                job.failures = 0;
                schedule.add_first(job);
            }
        }
        done
    }
}

fn given_up(jobs: Vec<Job>) -> Vec<Done> {
    jobs.into_iter().map(|job| (job, Err(Error::HostDown))).collect()
}

fn drain<E>(receiver: &Receiver<Done>, take: &mut impl FnMut(usize, Outcome) -> Result<(), E>) -> Result<(), E> {
    receiver.iter().try_for_each(|(job, outcome)| take(job.number, outcome))
}
