//! T4: the power goes. A process writes into a file system of its own and tells what was acknowledged; it is stopped, and the file
//! system is shut down without writing anything back. Mounted again it holds everything that was acknowledged. Built with
//! `synchronous=NORMAL` it does not, which shows that the test can tell.
//!
//! Stopped first: a write that is being acknowledged at the very moment of the cut could be counted wrongly.

use super::diskfull::address;
use super::puts::{Put, Told, drawn, put, settle, skip};
use super::{Count, Dice, rounds, seed};
use crate::fixture::{Engine, World};
use domain::id::{AccountId, TypedId as _};
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

/// The word by which this program is called to write.
const CALL: &str = "--write-until-the-power-goes";
/// How many write at once.
const HANDS: usize = 4;

/// A file system in a file.
struct Disk {
    image: PathBuf,
    at: PathBuf,
}

impl Disk {
    fn make() -> Option<Self> {
        let name = format!("jishi-power-{}", std::process::id());
        let disk = Self {
            image: std::env::temp_dir().join(format!("{name}.img")),
            at: std::env::temp_dir().join(name),
        };
        std::fs::create_dir_all(&disk.at).ok()?;
        std::fs::File::create(&disk.image).ok()?.set_len(96 << 20).ok()?;
        let made = done(Command::new("mkfs.ext4").args(["-q", "-F"]).arg(&disk.image))
            && done(Command::new("xfs_io").arg("-V"))
            && disk.mount();
        made.then_some(disk)
    }

    fn mount(&self) -> bool {
        done(Command::new("mount").args(["-o", "loop"]).arg(&self.image).arg(&self.at))
    }

    /// Nothing that is not on the disk already will ever be.
    fn cut(&self) {
        let shut = done(Command::new("xfs_io").args(["-x", "-c", "shutdown"]).arg(&self.at));
        assert!(shut, "the file system is shut down");
    }

    fn unmount(&self) {
        assert!(done(Command::new("umount").arg(&self.at)), "the file system is unmounted");
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        // Whatever is left in the temporary folder hurts nobody.
        let _ = done(Command::new("umount").arg("-l").arg(&self.at));
        let _ = std::fs::remove_file(&self.image);
        let _ = std::fs::remove_dir(&self.at);
    }
}

fn done(command: &mut Command) -> bool {
    let command = command.stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

pub async fn tell(world: World) {
    if world.engine == Engine::Postgres {
        return;
    }
    let Some(disk) = Disk::make() else {
        return skip("powercut", "it needs root, loop devices, mkfs.ext4 and xfs_io (xfsprogs)");
    };
    let account = {
        let world = World::at(Engine::Sqlite, address(&disk.at)).await;
        let account = world.account("lin@example.com").await;
        leave(world).await;
        account
    };
    let (all, mut dice, mut count) = (rounds(5, 200), Dice::of(seed()), Count::default());
    for round in 0..all {
        let puts = written_until_the_cut(&disk, &account, round, 100 + dice.below(500));
        disk.unmount();
        assert!(disk.mount(), "the file system is mounted again");
        let world = World::at(Engine::Sqlite, address(&disk.at)).await;
        world.behind_the_back("pragma integrity_check").await;
        settle(&world, &account, &puts, &mut count).await;
        leave(world).await;
    }
    count.say("powercut", &world, &format!("{all} cuts"));
    disk.unmount();
}

/// Closes everything, so that the file system can go.
async fn leave(world: World) {
    let url = world.url.clone();
    world.close().await;
    let path = PathBuf::from(url.trim_start_matches("sqlite://"));
    // The last checkpoint takes the log away.
    for _ in 0..100 {
        if !Path::new(&format!("{}-wal", path.display())).exists() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// Everything that was acknowledged before the power went.
fn written_until_the_cut(disk: &Disk, account: &AccountId, round: usize, ms: u64) -> Vec<Put> {
    let me = std::env::current_exe().expect("this program");
    let mut writer = Command::new(me)
        .args([CALL, &address(&disk.at), account.as_str(), &round.to_string()])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .expect("a writer");
    let lines = BufReader::new(writer.stdout.take().expect("its words")).lines();
    let reading = std::thread::spawn(move || {
        lines.map_while(std::io::Result::ok).filter_map(|line| heard(&line)).collect::<Vec<_>>()
    });
    std::thread::sleep(Duration::from_millis(ms + 300));
    let id = writer.id().to_string();
    assert!(done(Command::new("kill").args(["-STOP", &id])), "the writer is stopped");
    disk.cut();
    writer.kill().expect("the writer is killed");
    writer.wait().expect("the writer has ended");
    reading.join().expect("its words are read")
}

fn heard(line: &str) -> Option<Put> {
    let (source, fen) = line.strip_prefix("told ")?.split_once(' ')?;
    Some(Put { source: source.to_owned(), fen: fen.parse().ok()?, told: Told::Yes })
}

/// Whether this program was called to write, which it did.
pub fn was_called_to_write() -> bool {
    let words: Vec<String> = std::env::args().collect();
    let [_, call, url, account, round] = words.as_slice() else { return false };
    if call != CALL {
        return false;
    }
    let account = AccountId::parse(account).expect("an account");
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let world = World::at(Engine::Sqlite, url.clone()).await;
        let hands = (0..HANDS).map(|hand| {
            let (world, account) = (world.clone(), account.clone());
            let name = format!("power-{round}-{hand}");
            async move {
                let mut dice = Dice::of(hand as u64 + 1);
                for n in 0.. {
                    let mut next = drawn(&name, n, &mut dice);
                    put(&world.market, &account, &mut next).await;
                    if next.told == Told::Yes {
                        println!("told {} {}", next.source, next.fen);
                    }
                }
            }
        });
        super::all_at_once(hands).await;
    });
    true
}
