//! T10: the disk is full. Whoever writes is told to come back, reading goes on, nothing that was acknowledged is lost, and all is
//! well within ten seconds after there is room again.

use super::puts::{Put, Told, balance, drawn, put, settle, skip};
use super::{Count, Dice, rounds, seed};
use crate::fixture::{Engine, World};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

/// So many refusals are waited for in a round.
const REFUSALS: usize = 5;
/// A round gives up waiting for them after so many writes.
const WRITES_MAX: usize = 600;
const WELL_WITHIN: Duration = Duration::from_secs(10);

/// A small disk that is taken away at the end.
struct Disk(PathBuf);

impl Disk {
    fn small() -> Option<Self> {
        let folder = std::env::temp_dir().join(format!("jishi-small-disk-{}", std::process::id()));
        std::fs::create_dir_all(&folder).ok()?;
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", "size=64m", "jishi"]).arg(&folder);
        let done = mount.status().is_ok_and(|status| status.success());
        if !done {
            let _ = std::fs::remove_dir(&folder);
        }
        done.then_some(Self(folder))
    }

    /// Fills it to the last byte.
    fn fill(&self) -> PathBuf {
        let path = self.0.join("filler");
        let mut file = std::fs::File::create(&path).expect("a file");
        for size in [1 << 20, 4_096] {
            let bytes = vec![0; size];
            while file.write_all(&bytes).is_ok() {}
        }
        path
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        // What cannot be unmounted now is unmounted when nobody uses it any more.
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
        let _ = std::fs::remove_dir(&self.0);
    }
}

pub async fn tell(world: World) {
    if world.engine == Engine::Postgres {
        return;
    }
    let Some(disk) = Disk::small() else {
        return skip("diskfull", "mounting a small tmpfs needs root");
    };
    let world = World::at(Engine::Sqlite, address(&disk.0)).await;
    let account = world.account("lin@example.com").await;
    let (all, mut dice, mut count) = (rounds(2, 20), Dice::of(seed()), Count::default());
    for round in 0..all {
        let filler = disk.fill();
        let mut puts: Vec<Put> = Vec::new();
        while puts.iter().filter(|p| p.told == Told::No).count() < REFUSALS {
            assert!(puts.len() < WRITES_MAX, "the disk never was full");
            let mut next = drawn(&format!("full-{round}"), puts.len(), &mut dice);
            put(&world.market, &account, &mut next).await;
            puts.push(next);
            balance(&world, &account).await;
        }
        std::fs::remove_file(filler).expect("the filler goes");
        let room = Instant::now();
        loop {
            let mut next = drawn(&format!("room-{round}"), puts.len(), &mut dice);
            put(&world.market, &account, &mut next).await;
            puts.push(next.clone());
            if next.told == Told::Yes {
                break;
            }
            assert!(room.elapsed() < WELL_WITHIN, "there is room, and yet nothing is written");
        }
        settle(&world, &account, &puts, &mut count).await;
    }
    count.say("diskfull", &world, &format!("{all} rounds"));
}

/// The address of a market on that disk.
pub fn address(disk: &Path) -> String {
    format!("sqlite://{}/market.db", disk.display())
}
