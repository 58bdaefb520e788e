//! Choices that are words wherever people meet them: in settings, files and addresses.

/// An `enum` whose variants are these words, for serde and in `WORDS`.
macro_rules! words {
    ($(#[$about:meta])* pub enum $name:ident { $($(#[$variant_about:meta])* $variant:ident = $word:literal,)* }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$variant_about])* #[serde(rename = $word)] $variant,)* }

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
    };
}

pub(crate) use words;

/// A sentence that lists show. The page has its own copy (`www/engine/schema.js`), so its bundles leave it out.
pub(crate) const fn sentence(text: &'static str) -> &'static str {
    if cfg!(feature = "bundle") { "" } else { text }
}
