//! A merchant written for these stories: signs by hand with the key from the configuration.

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{
    RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256, RsaKeyPair, UnparsedPublicKey,
};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use gateway_sim::{Options, Running};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

/// A folder of its own that goes away afterwards.
pub struct Folder(PathBuf);

impl Folder {
    pub fn fresh() -> Self {
        static FOLDERS: AtomicU32 = AtomicU32::new(0);
        let nth = FOLDERS.fetch_add(1, Ordering::Relaxed);
        let name = format!("gateway-sim-it-{}-{nth}", std::process::id());
        Self(std::env::temp_dir().join(name))
    }
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // Leftovers in the temporary folder hurt nobody.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

pub struct Client {
    pub sim: Running,
    pub http: reqwest::Client,
    key: RsaKeyPair,
    pub config: String,
}

/// Starts a stand-in in this folder and becomes its merchant.
pub async fn client(folder: &Folder) -> Client {
    of(Options::loopback(folder.path())).await
}

/// The same of a stand-in that is told of a past in that folder.
pub async fn client_after(folder: &Folder, past: &Path) -> Client {
    of(Options { past: Some(past.to_owned()), ..Options::loopback(folder.path()) }).await
}

async fn of(options: Options) -> Client {
    let sim = gateway_sim::start(options).await.unwrap();
    let config = std::fs::read_to_string(sim.config_path()).unwrap();
    let der = STANDARD.decode(value(&config, "app_private_key")).unwrap();
    let redirect = reqwest::redirect::Policy::none();
    let http = reqwest::Client::builder().redirect(redirect).no_proxy().build().unwrap();
    Client { sim, http, key: RsaKeyPair::from_pkcs8(&der).unwrap(), config }
}

/// A value of the written configuration.
pub fn value(config: &str, key: &str) -> String {
    let line = config.lines().find(|line| line.starts_with(&format!("{key} = "))).unwrap();
    line.split('"').nth(1).unwrap().to_owned()
}

pub type Form = Vec<(&'static str, String)>;

impl Client {
    /// Every parameter of a call in good order, unsigned.
    pub fn form(&self, method: &str, biz: &Value) -> Form {
        vec![
            ("app_id", value(&self.config, "app_id")),
            ("method", method.to_owned()),
            ("format", "JSON".to_owned()),
            ("charset", "utf-8".to_owned()),
            ("sign_type", "RSA2".to_owned()),
            ("timestamp", beijing_now()),
            ("version", "1.0".to_owned()),
            ("biz_content", biz.to_string()),
        ]
    }

    /// The signature over a form.
    pub fn sign(&self, form: &Form) -> String {
        let mut pairs: Vec<String> =
            form.iter().filter(|(_, v)| !v.is_empty()).map(|(k, v)| format!("{k}={v}")).collect();
        pairs.sort();
        let mut signature = vec![0; self.key.public_modulus_len()];
        let text = pairs.join("&");
        self.key
            .sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), text.as_bytes(), &mut signature)
            .unwrap();
        STANDARD.encode(signature)
    }

    /// Sends a form as it is and reads the whole answer.
    pub async fn send(&self, form: &Form) -> Value {
        let url = format!("{}/gateway.do", self.sim.url());
        let answer = self.http.post(url).form(form).send().await.unwrap();
        assert_eq!(answer.status(), 200, "the gateway answers 200 whatever happens");
        assert_eq!(answer.headers()["content-type"], "text/html;charset=utf-8");
        let text = answer.text().await.unwrap();
        let value: Value = serde_json::from_str(&text).unwrap();
        if let Some(sign) = value.get("sign").and_then(Value::as_str) {
            self.check_signature(&text, sign);
        }
        value
    }

    /// The signature covers exactly the text between the first colon and the last `,"sign"`.
    fn check_signature(&self, text: &str, sign: &str) {
        let inner = &text[text.find(':').unwrap() + 1..text.rfind(",\"sign\"").unwrap()];
        let der = STANDARD.decode(value(&self.config, "alipay_public_key")).unwrap();
        let key = UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, der);
        key.verify(inner.as_bytes(), &STANDARD.decode(sign).unwrap()).unwrap();
    }

    /// A call in good order; the inner object of its answer.
    pub async fn call(&self, method: &str, biz: Value) -> Value {
        let mut form = self.form(method, &biz);
        form.push(("sign", self.sign(&form)));
        let answer = self.send(&form).await;
        assert!(answer["sign"].is_string(), "{answer}");
        answer[format!("{}_response", method.replace('.', "_"))].clone()
    }

    pub async fn post(&self, path: &str) -> reqwest::Response {
        self.http.post(format!("{}{path}", self.sim.url())).send().await.unwrap()
    }

    pub async fn see(&self, path: &str) -> Value {
        let answer = self.http.get(format!("{}{path}", self.sim.url())).send().await.unwrap();
        serde_json::from_str(&answer.text().await.unwrap()).unwrap()
    }
}

/// The wall clock in Beijing, by the system's own calendar.
pub fn beijing_now() -> String {
    let output = std::process::Command::new("date")
        .args(["+%Y-%m-%d %H:%M:%S"])
        .env("TZ", "CST-8")
        .output()
        .unwrap();
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}
