package dev.penstock.internal.teardown;

import dev.penstock.internal.procfs.TaskStat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The child's session. */
record SessionTargets(Leader leader) implements Targets {
    @Override
    public void signal(int signal) throws IOException {
        SignalRounds.signalLeader(leader, signal);
    }

    @Override
    public void signalOthers(int signal) throws IOException {
        SignalRounds.signalOthers(leader, signal, this::members);
    }

    @Override
    public boolean othersGone() throws IOException {
        return members().stream().allMatch(stat -> stat.pid() == leader.pid());
    }

    private List<TaskStat> members() throws IOException {
        List<TaskStat> members = new ArrayList<>();
        for (TaskStat stat : Census.take()) {
            if (stat.session() == leader.pid() && !stat.ended()) {
                members.add(stat);
            }
        }
        return members;
    }
}
