//! Which kernels are launched, and how long each takes on the device.

use burn_cubecl::cubecl::config::{TypeNameFormatLevel, type_name_format};
use burn_cubecl::cubecl::logging::{
    Duration, LaunchObservation, LaunchObserver, ProfileDuration, TimingMethod, TimingRequest,
};
use std::collections::HashMap;
use std::error::Error;
use std::mem;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

/// A kind of kernel and what its launches took.
pub struct Kernel {
    /// As it names itself.
    pub name: String,
    /// Launches.
    pub launches: f64,
    /// Milliseconds on the device.
    pub ms: f64,
}

impl Kernel {
    /// The same a step.
    pub fn per(self, steps: u64) -> Self {
        let steps = steps as f64;
        Self {
            name: self.name,
            launches: self.launches / steps,
            ms: self.ms / steps,
        }
    }
}

#[derive(Default)]
struct Count(AtomicU64);

impl LaunchObserver for Count {
    fn launched(&self, _kernel: &'static str) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

/// How many launches this takes.
pub fn count<T>(what: impl FnOnce() -> Result<T, Box<dyn Error>>) -> Result<u64, Box<dyn Error>> {
    let count = Arc::new(Count::default());
    let watching = LaunchObservation::new(count.clone());
    what()?;
    drop(watching);
    Ok(count.0.load(Ordering::Relaxed))
}

#[derive(Default)]
struct Times {
    unread: Mutex<Vec<(&'static str, ProfileDuration)>>,
    read: Mutex<HashMap<&'static str, (u64, f64)>>,
}

impl Times {
    fn add(&self, kernel: &'static str, duration: Duration) {
        let mut read = self.read.lock().expect("nobody panics in it");
        let (launches, seconds) = read.entry(kernel).or_default();
        *launches += 1;
        *seconds += duration.as_secs_f64();
    }
}

impl LaunchObserver for Times {
    fn launched(&self, _kernel: &'static str) {}

    fn timing(&self) -> TimingRequest {
        TimingRequest::Resolved
    }

    fn profiled(&self, kernel: &'static str, profile: ProfileDuration) {
        let mut unread = self.unread.lock().expect("nobody panics in it");
        unread.push((kernel, profile));
    }

    fn timed(&self, kernel: &'static str, duration: Duration, _method: TimingMethod) {
        self.add(kernel, duration);
    }
}

/// What each kind of kernel takes, one launch at a time: the longest first.
pub fn time<T>(
    what: impl FnOnce() -> Result<T, Box<dyn Error>>,
) -> Result<Vec<Kernel>, Box<dyn Error>> {
    let times = Arc::new(Times::default());
    let watching = LaunchObservation::new(times.clone());
    what()?;
    drop(watching);
    let unread = mem::take(&mut *times.unread.lock().expect("nobody panics in it"));
    for (kernel, profile) in unread {
        if let Some(ticks) = pollster::block_on(profile.resolve()) {
            times.add(kernel, ticks.duration());
        }
    }
    let read = times.read.lock().expect("nobody panics in it");
    let mut kernels: Vec<_> = (read.iter())
        .map(|(name, &(launches, seconds))| Kernel {
            name: type_name_format(name, TypeNameFormatLevel::Balanced),
            launches: launches as f64,
            ms: seconds * 1e3,
        })
        .collect();
    kernels.sort_by(|a, b| b.ms.total_cmp(&a.ms));
    Ok(kernels)
}
