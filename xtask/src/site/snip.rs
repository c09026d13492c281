//! Cuts out of a bundle what is compiled into it and can never run. It must never touch a function somebody may call.
//!
//! Every erased view carries a table with one function for each way of coming alive, and the linker cannot know which of them
//! nobody takes. We hydrate whole documents in one go, so the way of lazily loaded routes is never taken: a twelfth of a bundle.
//! Were it taken one day, the browser would stop at `unreachable` at once, and every browser story with it.

use walrus::{FunctionBuilder, FunctionId, FunctionKind, Module};

/// How the names of the functions end that are cut: the way itself, and the steps of its future. What lies within or is made
/// for them (helpers, the dropping of values) is left alone, because the compiler folds equal functions into one and keeps
/// either name.
pub const NEVER_CALLED: [&str; 2] = ["::hydrate_async", "::hydrate_async::{{closure}}"];

/// Empties those functions and drops whatever only they needed.
pub fn run(module: &mut Module) {
    let cut: Vec<FunctionId> = module
        .funcs
        .iter_local()
        .filter(|(id, _)| module.funcs.get(*id).name.as_deref().is_some_and(is_cut))
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

/// Whether a function is one of those. Names come with the compiler's hash at their end, or without.
fn is_cut(name: &str) -> bool {
    const HASH: usize = "::h0123456789abcdef".len();
    let bare = name
        .len()
        .checked_sub(HASH)
        .and_then(|at| name.split_at_checked(at))
        .filter(|(_, hash)| hash.starts_with("::h"))
        .map_or(name, |(bare, _)| bare);
    NEVER_CALLED.iter().any(|end| bare.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use walrus::ValType;
    use walrus::ir::Instr;

    #[test]
    fn what_others_may_share_is_left_alone() {
        for cut in [
            "<T as tachys::view::any_view::IntoAny>::into_any::hydrate_async::h0123456789abcdef",
            "tachys::view::RenderHtml::hydrate_async::{{closure}}::h0123456789abcdef",
            "tachys::view::RenderHtml::hydrate_async",
        ] {
            assert!(is_cut(cut), "{cut}");
        }
        for kept in [
            "<E as tachys::view::RenderHtml>::hydrate_async::{{closure}}::inner_1::h0123456789abcdef",
            "core::ptr::drop_in_place<tachys::view::RenderHtml::hydrate_async::{{closure}}>::h0123456789abcdef",
            "tachys::view::RenderHtml::hydrate::h0123456789abcdef",
            "hydrate",
        ] {
            assert!(!is_cut(kept), "{kept}");
        }
    }

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
