package dev.motet.engine;

import dev.motet.core.Group;
import dev.motet.io.Network;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A group of outbounds, as it was when it was asked for.
///
/// @param tcp tag of the member that the next TCP connection tries first; null for none
/// @param udp the same for UDP
public record GroupInfo(
    String type,
    String tag,
    @Nullable String tcp,
    @Nullable String udp,
    List<Group.Member> members) {

  static GroupInfo of(String type, String tag, Group group) {
    return new GroupInfo(
        type, tag, group.current(Network.TCP), group.current(Network.UDP), group.members());
  }
}
