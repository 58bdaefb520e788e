//! How burn walks through the weights of a layer: what it derives for a struct, over a list.

use super::{Named, Parameter, Weights};
use crate::model::Network;
use burn::module::{
    Content, Devices, Module, ModuleDisplay, ModuleDisplayDefault, ModuleMapper, ModuleVisitor,
};
use burn::tensor::Device;

/// Does the same to whichever parameter it is.
macro_rules! each {
    ($parameter:expr, $param:ident => $result:expr) => {
        match $parameter {
            Parameter::Vector($param) => $result,
            Parameter::Matrix($param) => $result,
            Parameter::Kernel($param) => $result,
        }
    };
    ($parameter:expr, map $param:ident => $result:expr) => {
        match $parameter {
            Parameter::Vector($param) => Parameter::Vector($result),
            Parameter::Matrix($param) => Parameter::Matrix($result),
            Parameter::Kernel($param) => Parameter::Kernel($result),
        }
    };
}

impl Named {
    /// What a visitor is told the parameter belongs to: as burn's own linear layer, where files hold it the other way round.
    fn owner(&self) -> &'static str {
        if self.transposed {
            "Struct:Linear"
        } else {
            "Struct:Weights"
        }
    }

    fn changed(self, change: impl FnOnce(Parameter) -> Parameter) -> Self {
        Self {
            parameter: change(self.parameter),
            ..self
        }
    }
}

impl Weights {
    /// The same weights after a change of every parameter and of every chain within.
    fn changed(
        self,
        mut own: impl FnMut(Parameter) -> Parameter,
        mut within: impl FnMut(Network) -> Network,
    ) -> Self {
        let parameters = self.own.into_iter().map(|named| named.changed(&mut own));
        let branches = self.branches.into_iter();
        Self {
            own: parameters.collect(),
            branches: branches
                .map(|(name, network)| (name, within(network)))
                .collect(),
        }
    }
}

impl Module for Weights {
    fn visit<V: ModuleVisitor>(&self, visitor: &mut V) {
        for named in &self.own {
            visitor.enter_module(named.name, named.owner());
            each!(&named.parameter, param => param.visit(visitor));
            visitor.exit_module(named.name, named.owner());
        }
        for (name, network) in &self.branches {
            visitor.enter_module(name, "Struct:Weights");
            network.visit(visitor);
            visitor.exit_module(name, "Struct:Weights");
        }
    }

    fn map<M: ModuleMapper>(self, mapper: &mut M) -> Self {
        let own = self.own.into_iter().map(|named| {
            let (name, owner) = (named.name, named.owner());
            mapper.enter_module(name, owner);
            let mapped = named
                .changed(|parameter| each!(parameter, map param => Module::map(param, mapper)));
            mapper.exit_module(name, owner);
            mapped
        });
        let own = own.collect();
        let branches = self.branches.into_iter().map(|(name, network)| {
            mapper.enter_module(name, "Struct:Weights");
            let mapped = network.map(mapper);
            mapper.exit_module(name, "Struct:Weights");
            (name, mapped)
        });
        Self {
            own,
            branches: branches.collect(),
        }
    }

    fn collect_devices(&self, devices: Devices) -> Devices {
        let devices = self.own.iter().fold(
            devices,
            |devices, named| each!(&named.parameter, param => param.collect_devices(devices)),
        );
        let branches = self.branches.iter();
        branches.fold(devices, |devices, (_, network)| {
            network.collect_devices(devices)
        })
    }

    fn fork(self, device: &Device) -> Self {
        self.changed(
            |parameter| each!(parameter, map param => param.fork(device)),
            |network| network.fork(device),
        )
    }

    fn to_device(self, device: &Device) -> Self {
        self.changed(
            |parameter| each!(parameter, map param => param.to_device(device)),
            |network| network.to_device(device),
        )
    }

    fn train(self) -> Self {
        self.changed(
            |parameter| each!(parameter, map param => Module::train(param)),
            Network::train,
        )
    }

    fn valid(&self) -> Self {
        self.clone().changed(
            |parameter| each!(parameter, map param => Module::valid(&param)),
            |network| network.valid(),
        )
    }

    fn materialize(self) -> Self {
        self.changed(
            |parameter| each!(parameter, map param => Module::materialize(param)),
            Network::materialize,
        )
    }
}

impl ModuleDisplayDefault for Weights {
    fn content(&self, content: Content) -> Option<Content> {
        content.optional()
    }
}

impl ModuleDisplay for Weights {}
