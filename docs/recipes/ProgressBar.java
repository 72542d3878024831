package recipes;

import dev.penstock.process.Command;
import dev.penstock.sink.Lines;
import dev.penstock.text.LineEnd;
import dev.penstock.text.LineFormat;
import dev.penstock.text.TextPolicy;

/**
 * A progress bar as it goes on: what ffmpeg, curl and others show in one line of a terminal is
 * ended by CR, and the last of it by LF. Lines that only LF ends would come all in one, at the end.
 */
public final class ProgressBar {
    public static void main(String[] args) throws Exception {
        LineFormat states = LineFormat.of(200).end(LineEnd.CR_OR_LF).policy(TextPolicy.LOG_SAFE);
        Lines progress =
                Lines.of(
                        states,
                        state -> {
                            if (!state.isBlank()) {
                                System.out.println("now " + state.strip());
                            }
                        });
        String script =
                "for p in 0 30 60 100; do printf '\\r%3d%% of video.mp4' $p >&2; sleep 0.02; done;"
                        + " printf '\\r\\ndone\\r\\n' >&2";
        Command.of("sh", "-c", script).stderr(progress).run().orThrow();
    }
}

// Prints:
// now 0% of video.mp4
// now 30% of video.mp4
// now 60% of video.mp4
// now 100% of video.mp4
// now done
