//! Choices that are words wherever people meet them: in settings, files and addresses.

/// An `enum` whose variants are these words, as settings and in `WORDS`.
macro_rules! words {
    ($(#[$about:meta])* pub enum $name:ident { $($(#[$variant_about:meta])* $variant:ident = $word:literal,)* }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name { $($(#[$variant_about])* $variant,)* }

        impl $name {
            /// The words, in order.
            pub const WORDS: &'static [&'static str] = &[$($word,)*];

            /// The word of this variant.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }

            /// The variant of a word.
            pub fn of_word(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)* _ => None }
            }
        }

        impl $crate::training::settings::Field for $name {
            fn to_value(&self) -> serde_json::Value {
                self.word().into()
            }

            fn of_value(value: &serde_json::Value) -> Option<Self> {
                Self::of_word(value.as_str()?)
            }
        }
    };
}

pub(crate) use words;

/// A sentence that lists show. The page has its own copy (`www/engine/schema.js`), so its bundles leave it out.
pub(crate) const fn sentence(text: &'static str) -> &'static str {
    if cfg!(feature = "bundle") { "" } else { text }
}
