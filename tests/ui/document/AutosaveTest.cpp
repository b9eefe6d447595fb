#include "ui/document/Autosave.h"
#include "tests/support/StudioBench.h"

#include <QFile>
#include <QTest>

using namespace cantilena;
using namespace cantilena::test;

class AutosaveTest : public QObject {
    Q_OBJECT

    struct Session {
        explicit Session(StudioBench& bench)
            : playback(document, bench.engine)
            , project(document, playback)
            , autosave(document, project, bench.path("recovery")) {}

        /// Unsaved work with its copy on the disk.
        void sketchAndWrite() {
            document.apply(sketch(), "sketch");
            autosave.write();
            QTRY_VERIFY(std::filesystem::exists(autosave.path()));
        }

        ScoreDocument document;
        PlaybackController playback;
        ProjectController project;
        Autosave autosave;
    };

    /// A copy as a session leaves it that was cut off.
    static std::filesystem::path leave(StudioBench& bench) {
        Project project;
        project.score = sketch();
        std::filesystem::create_directories(bench.path("recovery"));
        const auto path = bench.path("recovery/0123.cantilena");
        const Result<void> written = writeProject(project, path);
        return written ? path : std::filesystem::path();
    }

private Q_SLOTS:
    void unsavedWorkIsKeptUntilItIsSaved() {
        StudioBench bench;
        Session session(bench);
        session.autosave.write();
        QVERIFY(!std::filesystem::exists(session.autosave.path()));
        session.sketchAndWrite();
        const auto copy = readProject(session.autosave.path());
        QVERIFY(copy);
        QCOMPARE(copy->score.noteCount(), 4U);
        QVERIFY(session.project.saveAs(bench.path("a.cantilena")));
        QTRY_VERIFY(!std::filesystem::exists(session.autosave.path()));
    }

    void aSessionThatEndsWellLeavesNothing() {
        StudioBench bench;
        std::filesystem::path copy;
        {
            Session session(bench);
            session.sketchAndWrite();
            copy = session.autosave.path();
        }
        QVERIFY(!std::filesystem::exists(copy));
    }

    void aRunningSessionIsNoLeftover() {
        StudioBench bench;
        Session first(bench);
        first.sketchAndWrite();
        Session second(bench);
        QVERIFY(second.autosave.leftovers().empty());
        QVERIFY(first.autosave.leftovers().empty());
    }

    void whatACrashLeftComesBackAsUnsavedWork() {
        StudioBench bench;
        const auto left = leave(bench);
        QVERIFY(!left.empty());
        Session session(bench);
        QCOMPARE(session.autosave.leftovers(), std::vector{left});
        QVERIFY(session.autosave.recover(left));
        QCOMPARE(session.document.score()->noteCount(), 4U);
        QVERIFY(session.document.isModified());
        QVERIFY(session.project.path().empty());
        QVERIFY(session.autosave.leftovers().empty());
        QVERIFY(std::filesystem::exists(left.string() + ".recovered"));
    }

    void aBrokenLeftoverIsASentenceAndStays() {
        StudioBench bench;
        std::filesystem::create_directories(bench.path("recovery"));
        const auto left = bench.write("recovery/0123.cantilena", "{");
        Session session(bench);
        QVERIFY(!session.autosave.recover(left));
        QVERIFY(std::filesystem::exists(left));
        QVERIFY(!session.document.isModified());
    }
};

QTEST_GUILESS_MAIN(AutosaveTest)
#include "AutosaveTest.moc"
