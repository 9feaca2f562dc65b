package dev.motet.tls.fingerprint;

import java.util.List;

/// What the ClientHello of a program looks like, as data. Placeholders are drawn for each
/// connection.
///
/// @param name as in `utls.fingerprint`
/// @param suites numbers, [Grease#PLACEHOLDER] where one is drawn
/// @param extensions in their order before shuffling
/// @param shuffled all but GREASE, padding and pre_shared_key change places
public record HelloShape(
    String name, List<Integer> suites, List<ShapeExtension> extensions, boolean shuffled) {}
