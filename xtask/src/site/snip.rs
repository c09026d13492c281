//! Cuts out of a bundle what is compiled into it and can never run. It must never touch a function somebody may call.
//!
//! Every erased view carries a table with one function for each way of coming alive, and the linker cannot know which of them
//! nobody takes. We hydrate whole documents in one go, so the way of lazily loaded routes is never taken: a twelfth of a bundle.
//! Were it taken one day, the browser would stop at `unreachable` at once, and every browser story with it.

use walrus::{FunctionBuilder, FunctionId, FunctionKind, Module};

/// Part of the names of the functions that are cut. Only functions whose code is like no other's may be named here: the
/// compiler folds equal functions into one and keeps either name.
pub const NEVER_CALLED: &str = "hydrate_async";

/// Empties those functions and drops whatever only they needed.
pub fn run(module: &mut Module) {
    let named = |name: &str| name.contains(NEVER_CALLED);
    let cut: Vec<FunctionId> = module
        .funcs
        .iter_local()
        .filter(|(id, _)| module.funcs.get(*id).name.as_deref().is_some_and(named))
        .map(|(id, _)| id)
        .collect();
    for id in cut {
        let kind = module.types.get(module.funcs.get(id).ty());
        let (takes, gives) = (kind.params().to_vec(), kind.results().to_vec());
        let mut empty = FunctionBuilder::new(&mut module.types, &takes, &gives);
        empty.func_body().unreachable();
        let arguments = takes.into_iter().map(|kind| module.locals.add(kind)).collect();
        module.funcs.get_mut(id).kind = FunctionKind::Local(empty.local_func(arguments));
    }
    walrus::passes::gc::run(module);
}
