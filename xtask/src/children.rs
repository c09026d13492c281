//! The programs that run while xtask waits: each in a process group of its own, each ended by its own id.
//!
//! Nothing here may outlive us quietly: a signal to xtask is a signal to its children, and dropping the list ends them.

use anyhow::{Context, Result, anyhow, bail};
use std::io::{BufRead, BufReader};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// A server drains its streams in less; what is still there afterwards is killed.
const END_SECONDS_MAX: u64 = 20;
/// How often the children are looked at.
const LOOK_MS: u64 = 100;

static ASKED_TO_END: AtomicBool = AtomicBool::new(false);

/// Turns Ctrl-C and the termination signal into a polite question that [`asked_to_end`] answers.
pub fn listen_for_signals() -> Result<()> {
    ctrlc::set_handler(|| ASKED_TO_END.store(true, Ordering::SeqCst))
        .context("cannot listen for signals")
}

/// Whether somebody asked xtask to end.
pub fn asked_to_end() -> bool {
    ASKED_TO_END.load(Ordering::SeqCst)
}

/// Programs that were started and not yet ended.
#[derive(Default)]
pub struct Children {
    running: Vec<(String, Child)>,
}

impl Children {
    /// Starts a program whose output goes where ours goes.
    pub fn start(&mut self, name: &str, command: &mut Command) -> Result<()> {
        let child = spawn(name, command)?;
        self.running.push((name.to_owned(), child));
        Ok(())
    }

    /// Starts a program and waits for the first line that begins with `ready`; later lines are passed on with the program's name.
    pub fn start_until(
        &mut self,
        name: &str,
        command: &mut Command,
        ready: &str,
    ) -> Result<String> {
        let (line, rest) = self.start_and_read(name, command, ready)?;
        let name = name.to_owned();
        read_on(rest, move |line| println!("{name}: {line}"));
        Ok(line)
    }

    /// As [`Self::start_until`], but nobody wants to read the later lines.
    pub fn start_quietly(
        &mut self,
        name: &str,
        command: &mut Command,
        ready: &str,
    ) -> Result<String> {
        let (line, rest) = self.start_and_read(name, command, ready)?;
        read_on(rest, drop);
        Ok(line)
    }

    fn start_and_read(
        &mut self,
        name: &str,
        command: &mut Command,
        ready: &str,
    ) -> Result<(String, BufReader<ChildStdout>)> {
        let mut child = spawn(name, command.stdout(Stdio::piped()))?;
        let stdout = child.stdout.take().ok_or_else(|| anyhow!("{name} has no output"))?;
        self.running.push((name.to_owned(), child));
        let mut lines = BufReader::new(stdout);
        let mut line = String::new();
        loop {
            line.clear();
            if lines.read_line(&mut line)? == 0 {
                bail!("{name} ended before it said \"{ready}\"");
            }
            if line.starts_with(ready) {
                break;
            }
            print!("{name}: {line}");
        }
        Ok((line.trim_end().to_owned(), lines))
    }

    /// The process number of a running child.
    pub fn id(&self, name: &str) -> Option<u32> {
        self.running.iter().find(|(running, _)| running == name).map(|(_, child)| child.id())
    }

    /// Waits until a child ends (an error, for they should all go on) or `stop` says so.
    pub fn watch(&mut self, mut stop: impl FnMut() -> bool) -> Result<()> {
        while !stop() {
            for place in 0..self.running.len() {
                let (name, child) = &mut self.running[place];
                if let Some(status) = child.try_wait()? {
                    let name = name.clone();
                    self.running.remove(place);
                    bail!("{name} ended with {status}");
                }
            }
            std::thread::sleep(Duration::from_millis(LOOK_MS));
        }
        Ok(())
    }

    /// Asks all children to end, the youngest first, and waits for them.
    pub fn end(&mut self) {
        while let Some((name, mut child)) = self.running.pop() {
            if let Err(error) = end(&mut child) {
                eprintln!("{name} could not be ended: {error:#}");
            }
        }
    }

    /// Asks one child to end and waits for it.
    pub fn end_one(&mut self, name: &str) -> Result<()> {
        let Some(place) = self.running.iter().position(|(running, _)| running == name) else {
            return Ok(());
        };
        end(&mut self.running.remove(place).1)
    }
}

impl Drop for Children {
    fn drop(&mut self) {
        self.end();
    }
}

fn spawn(name: &str, command: &mut Command) -> Result<Child> {
    // A group of its own: Ctrl-C in a terminal reaches xtask alone, which then ends its children in order.
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(command, 0);
    command.stdin(Stdio::null()).spawn().with_context(|| format!("cannot start {name}"))
}

/// A program whose output nobody reads would stop at a full pipe.
fn read_on(lines: BufReader<ChildStdout>, told: impl Fn(String) + Send + 'static) {
    std::thread::spawn(move || lines.lines().map_while(std::io::Result::ok).for_each(told));
}

fn end(child: &mut Child) -> Result<()> {
    if child.try_wait()?.is_some() {
        return Ok(());
    }
    ask(child)?;
    let deadline = Instant::now() + Duration::from_secs(END_SECONDS_MAX);
    while Instant::now() < deadline {
        if child.try_wait()?.is_some() {
            return Ok(());
        }
        std::thread::sleep(Duration::from_millis(LOOK_MS));
    }
    child.kill()?;
    child.wait()?;
    bail!("it had to be killed after {END_SECONDS_MAX} seconds");
}

#[cfg(unix)]
fn ask(child: &Child) -> Result<()> {
    let id = nix::unistd::Pid::from_raw(i32::try_from(child.id())?);
    nix::sys::signal::kill(id, nix::sys::signal::Signal::SIGTERM)?;
    Ok(())
}

#[cfg(not(unix))]
fn ask(child: &mut Child) -> Result<()> {
    Ok(child.kill()?)
}
