//! THE OUTSIDE. One adapter per partner behind the ports of `services`: payments at Alipay, WeChat Pay, UnionPay and
//! Stripe, journeys at 快递100.
//!
//! An adapter speaks a partner's language exactly and decides nothing about trade: it verifies before it reads, calls an
//! unknown outcome unknown, and hands facts inward. It must never read the environment or a clock, never log a secret or
//! a full body, never take an algorithm or a key from a message, and never use floats for money.
//! How to add a partner: `README.md` in this room.

pub mod alipay;
pub mod config;
mod http;
pub mod kuaidi100;
pub mod signing;
pub mod stripe;
pub mod unionpay;
pub mod wechat;

pub use config::{Config, ConfigError, Secret};

use services::ports::payment::{PaymentProvider, Payments};
use services::ports::tracking::{Tracking, TrackingProvider};
use std::sync::Arc;

/// Opens every partner that has keys. A partner without keys is absent; one with some of its keys missing or malformed is
/// an error that names the key, so that a shop never starts with a door that cannot check who knocks.
pub fn build(config: &Config) -> Result<(Payments, Tracking), ConfigError> {
    let client = http::client(&config.http)?;
    let mut providers: Vec<Arc<dyn PaymentProvider>> = Vec::new();
    if let Some(settings) = config.alipay.as_ref().filter(|a| !a.is_blank()) {
        providers.push(Arc::new(alipay::Alipay::new(settings, client.clone())?));
    }
    if let Some(settings) = config.wechat.as_ref().filter(|w| !w.is_blank()) {
        providers.push(Arc::new(wechat::Wechat::new(settings, client.clone())?));
    }
    if let Some(settings) = config.unionpay.as_ref().filter(|u| !u.is_blank()) {
        providers.push(Arc::new(unionpay::UnionPay::new(settings, client.clone())?));
    }
    if let Some(settings) = config.stripe.as_ref().filter(|s| !s.is_blank()) {
        providers.push(Arc::new(stripe::Stripe::new(settings, client.clone())?));
    }
    let tracking: Tracking = match config.kuaidi100.as_ref().filter(|k| !k.is_blank()) {
        Some(settings) => {
            let provider: Arc<dyn TrackingProvider> =
                Arc::new(kuaidi100::Kuaidi100::new(settings, client)?);
            Some(provider)
        }
        None => None,
    };
    Ok((Payments::new(providers), tracking))
}
