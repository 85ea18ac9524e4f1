package io.tailkeeper.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tailkeeper.commandline.UsageException;
import io.tailkeeper.experiment.inputs.FileNames;
import io.tailkeeper.local.remote.RemoteInstallation;
import io.tailkeeper.local.session.Connected;
import io.tailkeeper.local.session.Running;
import io.tailkeeper.local.stack.RunDirectory;
import io.tailkeeper.local.stack.StackOptions;
import io.tailkeeper.process.StartLimits;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** An experiment that was interrupted, from the folder that everything of it lies in. */
final class ResumedExperiment {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final Path folder;
    private final ConnectOption connect;

    /**
     * That of a folder.
     *
     * @param connect where the installation is reached now, if it was there before the experiment
     */
    ResumedExperiment(Path folder, ConnectOption connect) {
        this.folder = FileNames.settable("--resume", folder).toAbsolutePath().normalize();
        this.connect = connect;
    }

    /**
     * Goes on with it and reports on all of it.
     *
     * @param keep whether the installation stays up until Ctrl-C
     * @return the exit status
     * @throws UsageException when there is nothing to go on with
     */
    int run(StartLimits starts, boolean keep, PrintWriter out) throws InterruptedException, IOException {
        ExperimentFile file = ExperimentFile.read(folder);
        refuseCompleted();
        ExperimentRequest request = file.request();
        RunDirectory directory = new RunDirectory(folder);
        ExperimentFile.Started started = file.started();
        if (started == null) {
            RemoteInstallation installation = installation(file);
            ExperimentRun run = new ExperimentRun(request, directory);
            run.introduce(List.of());
            return run.run(events -> new Connected(installation, events), false, out);
        }
        if (connect.given()) {
            throw new UsageException("--resume " + folder
                    + ": this experiment has its own Kafka and services in that folder; leave --bootstrap out");
        }
        StackOptions options = ExperimentFile.options(started, starts);
        ExperimentRun run = new ExperimentRun(request, directory);
        run.introduce(List.of("it is resumed: what was trained and measured before stays as it is"));
        return run.run(events -> new Running(directory, options, events), keep, out);
    }

    private RemoteInstallation installation(ExperimentFile file) {
        ExperimentFile.There there = file.there();
        return connect.given() || there == null
                ? connect.installation()
                : RemoteInstallation.of(there.bootstrap(), there.api());
    }

    private void refuseCompleted() throws IOException {
        Path report = folder.resolve("report.json");
        if (!Files.isRegularFile(report)) {
            return;
        }
        JsonNode runs = MAPPER.readTree(report.toFile()).path("runs");
        boolean open = runs.isEmpty();
        for (JsonNode run : runs) {
            open |= run.path("status").asText().equals("unfinished");
        }
        if (!open) {
            throw new UsageException("--resume " + folder + ": every run of this experiment is over; its report is "
                    + folder.resolve("report.html"));
        }
    }
}
