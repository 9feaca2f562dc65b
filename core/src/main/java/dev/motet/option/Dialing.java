package dev.motet.option;

/// Options of a component with dial fields: what the engine needs of them without knowing the type
/// (the outbound it dials through is a dependency).
public interface Dialing {
  DialOptions dial();
}
