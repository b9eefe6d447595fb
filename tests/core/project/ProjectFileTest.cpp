#include "core/project/ProjectFile.h"
#include "core/base/File.h"
#include "core/score/Edits.h"

#include <QTemporaryDir>
#include <QTest>

#include <array>
#include <filesystem>

using namespace cantilena;

namespace {

TakeTree someTakes(const Score& score) {
    TakeTree tree;
    tree.bases = {readPart(score, 0)};
    TakeSet set;
    set.trackName = "Lead";
    set.modelName = "Folk";
    set.modelHash = "0123456789abcdef";
    set.settings.range = {kWhole, kWhole * 2};
    set.settings.temperature = 0.85;
    set.settings.lowest = {48};
    set.settings.task = TakeTask::Fill;
    set.settings.style = "hymns";
    set.settings.memory = 1.5;
    set.settings.density = 4.0;
    set.settings.cadence = true;
    set.settings.key = Key::fromName("F# dorian");
    set.settings.meter = Meter{6, 8};
    set.settings.keep.contour = true;
    set.settings.selected = {0, 2};
    set.settings.mostCopiedNotes = 9;
    set.asked = 2;
    Take take;
    take.id = {1};
    take.rng = UINT64_MAX;
    take.notes = {{{}, kWhole, kQuarter, {64}, 90}};
    take.bitsPerNote = 2.25;
    take.kept = true;
    take.remark = "the \"good\" one";
    set.takes = {take};
    tree.sets = {set};
    set.parent = {1};
    take.id = {3};
    take.heard = take.starred = true;
    take.remark.clear();
    set.takes = {take};
    tree.sets.push_back(set);
    tree.next = {4};
    return tree;
}

Project fullProject() {
    Project project;
    project.score = newScore();
    project.score.title = "Evening \"sketch\" \u00fc";
    project.score.composer = "Nobody";
    project.score.origin = "here";
    project.score.pickup = kQuarter;
    project.score = withTempo(project.score, kWhole, 93.75);
    project.score = withMeter(project.score, kWhole, {6, 8});
    project.score = withKey(project.score, {}, Key{{'B', -1}, Mode::Dorian});
    project.score.chords.push_back({{}, "Bbm7"});
    project.score.markers.push_back({kWhole, "B"});
    project.score.steering = {
        {{kWhole, kWhole * 3}, SteeredRange{{48}, {72}}},
        {{{}, kWhole}, SteeredScale{}},
        {{kWhole, kWhole * 2}, SteeredScale{*Key::fromName("D dorian")}},
        {{kWhole * 2, kWhole * 3}, SteeredScale{std::vector<PitchSpelling>{{'B', -1}, {'C', 0}}}},
        {{{}, kWhole}, ChordToneNotes::OnStrongBeats},
        {{kWhole, kWhole * 2}, ChordToneNotes::Every},
        {{{}, kQuarter}, SteeredDensity{6.5}},
    };
    Track bass;
    bass.name = "Bass";
    bass.program = 32;
    bass.channel = 1;
    bass.midiPort = "Synth #2";
    bass.look = {5, 3};
    bass.mix = {90, 10, 20, 30, true, false};
    bass.controllers.push_back({kQuarter, 11, 99});
    bass.lyrics.push_back({{}, "la"});
    project.score = withTrackAdded(project.score, bass);
    const std::vector<Note> notes = {{{}, {}, kQuarter, {62}, 90},
                                     {{}, kQuarter, quarters(1, 3), {65}, 1}};
    project.score = withNotes(project.score, 0, notes).score;
    std::vector<Note> ornament = {{{}, kQuarter * 2, kQuarter / 8, {64}, 80}};
    ornament.front().isGrace = true;
    project.score = withNotes(project.score, 0, ornament).score;
    project.score = withFreshNoteIds(project.score);
    const NoteId second = project.score.tracks[0]->notes[1].id;
    project.score = withNotesLocked(project.score, 0, std::array{second});
    project.currentTrack = 1;
    project.loop = TickRange{kQuarter, kWhole};
    project.playhead = kQuarter;
    project.takes = someTakes(project.score);
    return project;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const auto at = text.find(from);
    return at == std::string::npos ? std::string() : text.replace(at, from.size(), to);
}

} // namespace

class ProjectFileTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsBackWhatItWrote() {
        const Project project = fullProject();
        const auto read = projectFromBytes(projectBytes(project), "p");
        QVERIFY2(read.ok(), read.ok() ? "" : read.error().message.c_str());
        QVERIFY(*read == project);
        QCOMPARE(projectBytes(*read), projectBytes(project));
    }

    void refusesWhatIsWrongAndNamesThePlace_data() {
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("to");
        QTest::addColumn<QString>("place");
        QTest::newRow("other format") << "cantilena-project"
                                      << "other"
                                      << "not a Cantilena project";
        QTest::newRow("newer") << "\"version\":3"
                               << "\"version\":4"
                               << "newer Cantilena";
        QTest::newRow("missing") << "\"title\""
                                 << "\"titel\""
                                 << "score.title";
        QTest::newRow("pitch") << "6720,62,90"
                               << "6720,128,90"
                               << "score.tracks[0].notes[0][2]";
        QTest::newRow("no length") << "[0,6720,62"
                                   << "[0,0,62"
                                   << "score.tracks[0].notes[0][1]";
        QTest::newRow("overflow") << "[0,6720,62"
                                  << "[18446744073709551615,6720,62"
                                  << "score.tracks[0].notes[0][0]";
        QTest::newRow("fraction") << "[0,6720,62"
                                  << "[0.5,6720,62"
                                  << "score.tracks[0].notes[0][0]";
        QTest::newRow("tempo") << "93.75"
                               << "0"
                               << "score.tempos[1][1]";
        QTest::newRow("metre") << "6,8]"
                               << "6,7]"
                               << "score.meters[1][2]";
        QTest::newRow("mode") << "dorian"
                              << "doric"
                              << "score.keys[0][2]";
        QTest::newRow("order") << "[26880,93.75]"
                               << "[0,93.75]"
                               << "score.tempos[1]";
        QTest::newRow("track") << "\"current_track\":1"
                               << "\"current_track\":2"
                               << "current_track";
        QTest::newRow("loop") << "\"loop\":[6720,"
                              << "\"loop\":[26880,"
                              << "loop";
        QTest::newRow("lock") << "\"locked\":[1]"
                              << "\"locked\":[3]"
                              << "score.tracks[0].locked[0]";
        QTest::newRow("take's base") << "\"base\":0"
                                     << "\"base\":1"
                                     << "takes.sets[0].base";
        QTest::newRow("take's task") << "\"task\":\"fill\""
                                     << "\"task\":\"hum\""
                                     << "takes.sets[0].settings.task";
        QTest::newRow("take's selection") << "\"selected\":[0,2]"
                                          << "\"selected\":[0,3]"
                                          << "takes.sets[0].settings.selected[1]";
        QTest::newRow("take's order") << "\"id\":3"
                                      << "\"id\":1"
                                      << "takes.sets";
        QTest::newRow("take's parent") << "\"parent\":1"
                                       << "\"parent\":2"
                                       << "takes.sets";
        QTest::newRow("take's seed") << "\"rng\":\"18446744073709551615\""
                                     << "\"rng\":\"18446744073709551616\""
                                     << "takes.sets[0].takes[0].rng";
        QTest::newRow("colour") << "\"color\":5"
                                << "\"color\":8"
                                << "score.tracks[1].color";
        QTest::newRow("pattern") << "\"pattern\":3"
                                 << "\"pattern\":-1"
                                 << "score.tracks[1].pattern";
        QTest::newRow("steering of no kind") << "\"density\",\"6.5\""
                                             << "\"mood\",\"6.5\""
                                             << "score.steering[6][2]";
        QTest::newRow("steering to nowhere") << "\"C3-C5\""
                                             << "\"C3-\""
                                             << "score.steering[0][3]";
        QTest::newRow("steering over steering") << "[26880,53760,\"scale\""
                                                << "[20160,53760,\"scale\""
                                                << "score.steering[2]";
        QTest::newRow("steering of no time") << "[26880,80640,\"range\""
                                             << "[26880,26880,\"range\""
                                             << "score.steering[0]";
        QTest::newRow("cut") << "\"tracks\":"
                             << "\"tracks\""
                             << "byte";
    }
    void refusesWhatIsWrongAndNamesThePlace() {
        QFETCH(QString, from);
        QFETCH(QString, to);
        QFETCH(QString, place);
        const std::string bytes =
            replaced(projectBytes(fullProject()), from.toStdString(), to.toStdString());
        QVERIFY2(!bytes.empty(), "the text to replace was not found");
        const auto read = projectFromBytes(bytes, "song.cantilena");
        QVERIFY(!read.ok());
        const QString message = QString::fromStdString(read.error().message);
        QVERIFY2(message.startsWith("song.cantilena: "), qPrintable(message));
        QVERIFY2(message.contains(place), qPrintable(message));
    }

    void olderProjectsStillOpen_data() {
        QTest::addColumn<QString>("version");
        QTest::newRow("before there were takes") << "\"version\":1";
        QTest::newRow("before there was steering") << "\"version\":2";
    }
    void olderProjectsStillOpen() {
        QFETCH(QString, version);
        Project project = fullProject();
        project.takes = {};
        project.score.steering.clear();
        const std::string newer = projectBytes(project);
        QVERIFY(newer.find("steering") == std::string::npos);
        const std::string older = replaced(newer, "\"version\":3", version.toStdString());
        const auto read = projectFromBytes(older, "p");
        QVERIFY2(read.ok(), read.ok() ? "" : read.error().message.c_str());
        QVERIFY(*read == project);
    }

    void tracksWithoutALookAreThoseOfOlderFiles() {
        std::string older = projectBytes(fullProject());
        for (const char* field : {"\"color\":5,", "\"pattern\":3,"}) {
            QVERIFY(older.find(field) != std::string::npos);
            older = replaced(older, field, "");
        }
        const auto read = projectFromBytes(older, "p");
        QVERIFY2(read.ok(), read.ok() ? "" : read.error().message.c_str());
        QCOMPARE(read->score.tracks[1]->look, TrackLook{});
    }

    void anyTruncationIsRefused() {
        const std::string bytes = projectBytes(fullProject());
        for (std::size_t length = 0; length + 2 < bytes.size(); ++length) {
            QVERIFY(!projectFromBytes(bytes.substr(0, length), "p").ok());
        }
    }

    void savingKeepsOneBackup() {
        const QTemporaryDir folder;
        const std::filesystem::path path = folder.filePath("a.cantilena").toStdString();
        Project first = fullProject();
        QVERIFY(writeProject(first, path).ok());
        Project second = first;
        second.score.title = "Second";
        QVERIFY(writeProject(second, path).ok());
        QCOMPARE(*readFile(path), projectBytes(second));
        std::filesystem::path kept = path;
        kept += "~";
        QCOMPARE(*readFile(kept), projectBytes(first));
    }

    void savesTextThatIsNotUnicode() {
        Project project = fullProject();
        project.score.title = "caf\xe9";
        const auto read = projectFromBytes(projectBytes(project), "p");
        QVERIFY(read.ok());
        QVERIFY(read->score.title.starts_with("caf"));
    }

    void aMissingFileIsNamed() {
        const auto read = readProject("/nowhere/at/all.cantilena");
        QVERIFY(!read.ok());
        QCOMPARE(read.error().code, ErrorCode::NotFound);
        QVERIFY(read.error().message.find("/nowhere/at/all.cantilena") == 0);
    }
};

QTEST_GUILESS_MAIN(ProjectFileTest)
#include "ProjectFileTest.moc"
