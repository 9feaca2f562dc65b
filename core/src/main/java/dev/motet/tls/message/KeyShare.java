package dev.motet.tls.message;

/// A key of a client for one group (RFC 8446 4.2.8).
///
/// @param key not to be changed
public record KeyShare(int group, byte[] key) {}
