use super::*;
use serde_json::json;

fn recipe(values: Value) -> Recipe {
    serde_json::from_value(values).unwrap()
}

#[test]
fn a_recipe_without_effect_is_none() {
    let mut all = Recipe::default();
    let table = [
        ("drop", json!(12), json!("")),
        ("relabel", json!("12:3"), json!(" , ")),
        ("digits", json!("3"), json!("0,1,2,3,4,5,6,7,8,9")),
        ("limit", json!(1), json!(0)),
        ("rare", json!("8:0.05, 3:0"), json!("8:1")),
        ("duplicates", json!(0.5), json!(0)),
        ("mislabel", json!(1), json!(0.0)),
        ("invert", json!("0.5"), json!("0")),
        ("occlude", json!(28), json!(0)),
        ("blur", json!(0.5), json!(0)),
        ("noise", json!(1e-3), json!(0)),
        ("clean", json!("outliers"), json!("none")),
        ("rebalance", json!(1), json!(0)),
        ("augment", json!("shift:1"), json!("shift:0")),
    ];
    assert!(
        table
            .iter()
            .map(|row| row.0)
            .eq(STEPS.iter().map(|step| step.info.key))
    );
    for (key, something, nothing) in table {
        all.set(key, &something).unwrap();
        assert!(!all.is_default(), "{key}");
        all.set(key, &nothing).unwrap();
        assert!(all.is_default(), "{key}");
    }
    all.set("mislabel_kind", &json!("alike")).unwrap();
    assert!(!all.is_default());
    all.set("mislabel_kind", &json!("uniform")).unwrap();
    assert_eq!(serde_json::to_value(&all).unwrap(), json!({}));
    let some =
        json!({ "augment": "shift:2", "digits": "0,1", "limit": 1000, "mislabel": 0.3, "seed": 4 });
    assert_eq!(serde_json::to_value(recipe(some.clone())).unwrap(), some);
}

#[test]
fn what_cannot_be_used_is_refused_with_what_can() {
    let table = [
        (
            "blurr",
            json!(1),
            ErrorCode::UnknownSetting,
            "data.seed, data.drop, data.relabel, data.digits, data.limit",
        ),
        (
            "limit",
            json!(-1),
            ErrorCode::BadSetting,
            "whole number from 0",
        ),
        ("limit", json!(1.5), ErrorCode::BadSetting, "whole number"),
        ("mislabel", json!(1.1), ErrorCode::BadSetting, "from 0 to 1"),
        ("noise", json!("loud"), ErrorCode::BadSetting, "\"loud\""),
        ("noise", json!(null), ErrorCode::BadSetting, "null"),
        ("drop", json!("3;4"), ErrorCode::BadSetting, "not \"3;4\""),
        ("drop", json!("9-3"), ErrorCode::BadSetting, "12,77,100-120"),
        ("drop", json!("-3"), ErrorCode::BadSetting, "from 0"),
        ("drop", json!("4294967296"), ErrorCode::BadSetting, "places"),
        ("relabel", json!("3"), ErrorCode::BadSetting, "947:9,1621:6"),
        (
            "relabel",
            json!("3:256"),
            ErrorCode::BadSetting,
            "\"3:256\"",
        ),
        (
            "relabel",
            json!("3-8:1,5:2"),
            ErrorCode::BadSetting,
            "two things of image 5",
        ),
        ("digits", json!("0,10"), ErrorCode::BadSetting, "0,1,7"),
        ("digits", json!([1]), ErrorCode::BadSetting, "0,1,7"),
        ("rare", json!("8"), ErrorCode::BadSetting, "8:0.05"),
        ("rare", json!("10:0.5"), ErrorCode::BadSetting, "8:0.05"),
        (
            "rare",
            json!("8:0.5,8:0.1"),
            ErrorCode::BadSetting,
            "8:0.5,8:0.1",
        ),
        (
            "augment",
            json!("shift:1,shift:2"),
            ErrorCode::BadSetting,
            "shift:1,shift:2",
        ),
        ("rare", json!("8:1.5"), ErrorCode::BadSetting, "0 to 1"),
        ("rare", json!("8:NaN"), ErrorCode::BadSetting, "8:0.05"),
        (
            "duplicates",
            json!(1.1),
            ErrorCode::BadSetting,
            "from 0 to 1",
        ),
        (
            "mislabel_kind",
            json!("most"),
            ErrorCode::BadSetting,
            "uniform or alike, not \"most\"",
        ),
        (
            "mislabel_kind",
            json!(1),
            ErrorCode::BadSetting,
            "uniform or alike",
        ),
        (
            "occlude",
            json!(29),
            ErrorCode::BadSetting,
            "whole number from 0 to 28",
        ),
        ("occlude", json!(2.5), ErrorCode::BadSetting, "whole number"),
        ("blur", json!(11), ErrorCode::BadSetting, "from 0 to 10"),
        (
            "clean",
            json!("colours"),
            ErrorCode::BadSetting,
            "none, outliers, duplicates or labels",
        ),
        (
            "clean_share",
            json!(0),
            ErrorCode::BadSetting,
            "from 0.001 to 0.9",
        ),
        (
            "rebalance",
            json!("true"),
            ErrorCode::BadSetting,
            "from 0 to 1",
        ),
        ("augment", json!("spin:2"), ErrorCode::BadSetting, "shift:N"),
        (
            "augment",
            json!("rotate:181"),
            ErrorCode::BadSetting,
            "0 to 180",
        ),
        (
            "augment",
            json!("scale:-0.1"),
            ErrorCode::BadSetting,
            "0 to 0.9",
        ),
        (
            "augment",
            json!("shift:1,crop:0.5"),
            ErrorCode::BadSetting,
            "whole pixels",
        ),
        (
            "augment",
            json!("shift:1.5"),
            ErrorCode::BadSetting,
            "shift:N",
        ),
        (
            "augment",
            json!("shift:NaN"),
            ErrorCode::BadSetting,
            "shift:N",
        ),
        ("augment", json!("shift"), ErrorCode::BadSetting, "shift:N"),
        ("seed", json!(1e300), ErrorCode::BadSetting, "data.seed"),
    ];
    for (key, value, code, says) in table {
        let mut recipe = Recipe::default();
        let error = recipe.set(key, &value).unwrap_err();
        assert_eq!(error.code, code, "{key}={value}");
        assert!(
            error.message.contains(says),
            "{key}={value}: {}",
            error.message
        );
        assert!(recipe.is_default());
    }
    assert!(recipe_infos().all(|info| info.range.is_some() == info.form.is_empty()));
}

/// A command that forgot the step is told so; one that goes through a series of shares is not.
#[test]
fn values_of_a_step_that_is_not_there_are_refused_unless_it_was_named() {
    let mut recipe = Recipe::default();
    recipe.set("mislabel_kind", &json!("alike")).unwrap();
    let message = recipe.refuse_idle(|_| false).unwrap_err().message;
    assert!(
        message.contains("data.mislabel_kind has no effect without data.mislabel"),
        "{message}"
    );
    recipe.set("mislabel", &json!(0)).unwrap();
    recipe.refuse_idle(|key| key == "data.mislabel").unwrap();
    recipe.set("mislabel", &json!(0.1)).unwrap();
    recipe.refuse_idle(|_| false).unwrap();
}
