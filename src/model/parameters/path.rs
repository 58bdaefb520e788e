//! The names that PyTorch has for parameters.

/// Where a walk through a module is.
#[derive(Default)]
pub(super) struct Path {
    fields: Vec<String>,
    /// The type that the innermost field belongs to, "Struct:Linear" for example.
    owners: Vec<String>,
}

impl Path {
    pub(super) fn enter(&mut self, name: &str, owner: &str) {
        self.fields.push(name.into());
        self.owners.push(owner.into());
    }

    pub(super) fn exit(&mut self) {
        self.fields.pop();
        self.owners.pop();
    }

    /// PyTorch's name: a chain of layers is numbered like `nn.Sequential`, so what only our types have is left out.
    pub(super) fn name(&self) -> String {
        let mut name: Vec<&str> = Vec::new();
        for (field, owner) in self.fields.iter().zip(&self.owners) {
            let ours = match owner.as_str() {
                "Struct:Network" => field == "layers",
                "Struct:Generator" | "Struct:Discriminator" => field == "network",
                "Struct:LatentFlow" | "Struct:Quantised" => field == "autoencoder",
                _ => false,
            };
            if !ours {
                name.push(field);
            }
        }
        name.join(".")
    }

    /// Whether PyTorch stores this parameter the other way round.
    pub(super) fn is_transposed(&self) -> bool {
        self.owners
            .last()
            .is_some_and(|owner| owner == "Struct:Linear")
            && self
                .fields
                .last()
                .is_some_and(|field| field.ends_with("weight"))
    }
}
