package dev.motet.option;

/// A certificate chain and its key.
///
/// @param certificate leaf first
public record KeyPairOptions(PemText certificate, PemText key) {}
