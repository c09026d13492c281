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

#[cfg(test)]
mod tests {
    use super::*;
    use walrus::ValType;
    use walrus::ir::Instr;

    /// A module with two functions that answer a figure; whoever serves it may call both.
    fn module() -> Module {
        let mut module = Module::default();
        for name in ["view::hydrate_async", "view::hydrate"] {
            let mut function =
                FunctionBuilder::new(&mut module.types, &[ValType::I32], &[ValType::I32]);
            function.name(name.to_owned()).func_body().i32_const(7);
            let argument = module.locals.add(ValType::I32);
            let id = function.finish(vec![argument], &mut module.funcs);
            module.exports.add(name, id);
        }
        module
    }

    fn first(module: &Module, name: &str) -> Instr {
        let (_, function) = module
            .funcs
            .iter_local()
            .find(|(id, _)| module.funcs.get(*id).name.as_deref() == Some(name))
            .unwrap();
        function.block(function.entry_block()).instrs[0].0.clone()
    }

    #[test]
    fn only_the_way_nobody_takes_is_cut() {
        let mut module = module();
        run(&mut module);
        assert!(matches!(first(&module, "view::hydrate"), Instr::Const(_)));
        let cut = module
            .funcs
            .iter_local()
            .filter(|(_, f)| matches!(f.block(f.entry_block()).instrs[0].0, Instr::Unreachable(_)));
        assert_eq!(cut.count(), 1);
    }
}
