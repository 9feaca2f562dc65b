/// HTTP proxies, both ends: CONNECT, absolute-form requests, Upgrade.
@NullMarked
package dev.motet.protocol.http;

import org.jspecify.annotations.NullMarked;
