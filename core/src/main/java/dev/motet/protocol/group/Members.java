package dev.motet.protocol.group;

import dev.motet.core.Env;
import dev.motet.io.Network;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The members of a group. Immutable.
final class Members {
  private final Map<String, GroupMember> byTag = new LinkedHashMap<>();
  private final List<GroupMember> all;

  Members(Env env, GroupOptions options) {
    for (String tag : options.outbounds()) {
      byTag.putIfAbsent(tag, new GroupMember(env, tag, options.breaker()));
    }
    this.all = List.copyOf(byTag.values());
  }

  /// In file order, at least one.
  List<GroupMember> all() {
    return all;
  }

  /// Null when there is none of this tag, or `tag` is null.
  @Nullable GroupMember named(@Nullable String tag) {
    return tag == null ? null : byTag.get(tag);
  }

  /// In file order; may be empty.
  List<GroupMember> carrying(Network network) {
    List<GroupMember> carrying = new ArrayList<>(all.size());
    for (GroupMember member : all) {
      if (member.carries(network)) {
        carrying.add(member);
      }
    }
    return carrying;
  }
}
