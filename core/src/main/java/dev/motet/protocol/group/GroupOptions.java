package dev.motet.protocol.group;

import dev.motet.json.Fields;
import dev.motet.json.Reference;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What all groups have.
///
/// @param outbounds tags of the members, at least one
/// @param interruptExistConnections whether a switch also ends connections of sessions
/// @param breaker null for none
record GroupOptions(
    List<String> outbounds,
    boolean interruptExistConnections,
    RetryOptions retry,
    @Nullable BreakerOptions breaker) {
  static GroupOptions decode(Fields f) {
    List<String> outbounds = f.strictReferences("outbounds", Reference.Kind.OUTBOUND);
    if (outbounds.isEmpty()) {
      f.invalid("outbounds", "missing tags");
    }
    RetryOptions retry = f.optional("retry", RetryOptions::decode);
    return new GroupOptions(
        outbounds,
        f.bool("interrupt_exist_connections", false),
        retry == null ? RetryOptions.NONE : retry,
        f.optional("breaker", BreakerOptions::decode));
  }
}
