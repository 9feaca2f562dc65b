/// What the commands below `motet tools` do once an instance runs.
@NullMarked
package dev.motet.app.tool;

import org.jspecify.annotations.NullMarked;
