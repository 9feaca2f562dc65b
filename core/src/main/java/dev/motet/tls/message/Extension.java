package dev.motet.tls.message;

/// One extension as it stands in a message.
///
/// @param type see [ExtensionType]
/// @param body not to be changed
public record Extension(int type, byte[] body) {}
