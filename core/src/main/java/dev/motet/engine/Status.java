package dev.motet.engine;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// An instance, as it was when it was asked for.
///
/// @param uptime since its start
/// @param snapshot number of the configuration in force, from 1
/// @param components as the log names them: `inbound/socks[in]`
/// @param listening address of each inbound that listens, by tag
/// @param sessions under way
/// @param accepted sessions since the start, those under way among them
/// @param up bytes from clients in all of them
/// @param down bytes to clients
public record Status(
    Duration uptime,
    long snapshot,
    List<String> components,
    Map<String, InetSocketAddress> listening,
    int sessions,
    long accepted,
    long up,
    long down) {}
