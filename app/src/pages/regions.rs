//! Choosing a district: province, city, district. Without scripts the form comes back with the next list filled.

use crate::api::addresses::{RegionChoice, regions};
use crate::pages::parts::use_locale;
use domain::accounts::Region;
use i18n::Locale;
use i18n::shop as t;
use leptos::prelude::*;
use ui::{Glyph, Icon};

/// Province, city, district. Each choice fetches the next list.
#[component]
pub fn RegionPicker(
    /// The lists and what is chosen.
    lists: RegionChoice,
    /// What is wrong.
    error: Signal<Option<String>>,
) -> impl IntoView {
    let l = use_locale();
    let provinces = StoredValue::new(lists.provinces);
    let (cities, districts) = (RwSignal::new(lists.cities), RwSignal::new(lists.districts));
    let chosen = [lists.province, lists.city, lists.district].map(RwSignal::new);
    let [province, city, district] = chosen;
    let fetch = move |code: String, level: usize| {
        leptos::task::spawn_local(async move {
            let Ok(fresh) = regions(code).await else { return };
            if level == 0 {
                cities.set(fresh.cities);
                city.set(String::new());
            }
            districts.set(fresh.districts);
            district.set(String::new());
        });
    };
    let on_province = move |value: String| {
        province.set(value.clone());
        fetch(value, 0);
    };
    let on_city = move |value: String| {
        city.set(value.clone());
        fetch(value, 1);
    };
    let invalid = move || error.get().map(|_| "true");
    view! {
        <fieldset class="field regions">
            <legend>{t::address_region(l)}</legend>
            <div class="regions__row">
                {level(l, "province", t::address_province(l), Signal::derive(move || provinces.get_value()), province,
                    Callback::new(on_province), Signal::derive(move || None))}
                {level(l, "city", t::address_city(l), cities.into(), city, Callback::new(on_city), Signal::derive(move || None))}
                {level(l, "region_code", t::address_district(l), districts.into(), district,
                    Callback::new(move |value| district.set(value)), Signal::derive(invalid))}
            </div>
            <button class="btn btn--sm regions__step" type="submit" name="step" value="1">{t::address_region_step(l)}</button>
            {move || error.get().map(|text| view! {
                <p class="error" id="f-region-code-error"><Icon of=Glyph::Warn/>" "{text}</p>
            })}
        </fieldset>
    }
}

fn level(
    l: Locale,
    name: &'static str,
    label: &'static str,
    regions: Signal<Vec<Region>>,
    chosen: RwSignal<String>,
    choose: Callback<String>,
    invalid: Signal<Option<&'static str>>,
) -> AnyView {
    let options = move || {
        let now = chosen.get();
        let nothing = now.is_empty();
        let rows = regions.get().into_iter().map(|r| {
            let selected = r.code == now;
            view! { <option value=r.code selected=selected prop:selected=selected>{r.name}</option> }
        });
        let rows = rows.collect_view();
        view! { <option value="" selected=nothing prop:selected=nothing>{t::address_choose_region(l)}</option>{rows} }
    };
    view! {
        <select class="input select" id=ui::field_id(name) name=name aria-label=label aria-required="true" aria-invalid=invalid
            on:change=move |event| choose.run(event_target_value(&event))>
            {options}
        </select>
    }
    .into_any()
}
