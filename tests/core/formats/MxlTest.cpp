#include "MusicXmlFixture.h"

#include "core/formats/Mxl.h"

#include <QTest>
#include <zip.h>

#include <utility>
#include <vector>

using namespace fixture;

namespace {

using Files = std::vector<std::pair<std::string, std::string>>;

/// An archive of those files.
std::string zipOf(const Files& files, const char* password = nullptr) {
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t* target = zip_source_buffer_create(nullptr, 0, 0, &error);
    zip_source_keep(target);
    zip_t* archive = zip_open_from_source(target, ZIP_TRUNCATE, &error);
    for (const auto& [name, bytes] : files) {
        zip_source_t* source = zip_source_buffer(archive, bytes.data(), bytes.size(), 0);
        const zip_int64_t index = zip_file_add(archive, name.c_str(), source, ZIP_FL_ENC_UTF_8);
        if (password != nullptr) {
            zip_file_set_encryption(archive, static_cast<zip_uint64_t>(index), ZIP_EM_AES_128,
                                    password);
        }
    }
    zip_close(archive);
    zip_stat_t facts;
    zip_source_stat(target, &facts);
    std::string bytes(facts.size, '\0');
    zip_source_open(target);
    zip_source_read(target, bytes.data(), bytes.size());
    zip_source_close(target);
    zip_source_free(target);
    return bytes;
}

std::string containerFor(std::string_view path) {
    return "<?xml version=\"1.0\"?><container><rootfiles><rootfile full-path=\"" +
           std::string(path) + "\"/></rootfiles></container>";
}

const std::string kScore = document(part(measure(head() + note("C4", 16))));
const std::string kOther = document(part(measure(head() + note("D4", 16))));

TuneReading readingOf(const Files& files) {
    auto tunes = readMxl(zipOf(files), "song.mxl");
    if (!tunes) {
        return {"", tunes.error(), {}};
    }
    return std::move(tunes->front());
}

} // namespace

class MxlTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsTheScoreThatTheContainerNames() {
        const TuneReading tune = readingOf({{"META-INF/container.xml", containerFor("b.xml")},
                                            {"a.xml", kOther},
                                            {"b.xml", kScore}});
        QVERIFY(tune.score);
        QCOMPARE(notesOf(*tune.score), "0 C4 4");
        QCOMPARE(tune.name, "song.mxl");
    }

    void findsTheScoreWhereTheContainerIsNoHelp_data() {
        QTest::addColumn<QString>("container");
        QTest::newRow("malformed")
            << "<container><rootfiles><rootfile full-path=''O sole mio.xml'/></rootfiles>"
               "</container>";
        QTest::newRow("names nothing") << "<container/>";
        QTest::newRow("names what is not there")
            << QString::fromStdString(containerFor("missing.xml"));
        QTest::newRow("empty") << "";
    }
    void findsTheScoreWhereTheContainerIsNoHelp() {
        QFETCH(QString, container);
        const TuneReading tune = readingOf({{"META-INF/container.xml", container.toStdString()},
                                            {"notes.txt", "<score-partwise/>"},
                                            {"style.xml", "<style/>"},
                                            {"'O sole mio.xml", kScore}});
        QVERIFY(tune.score);
        QCOMPARE(notesOf(*tune.score), "0 C4 4");
    }

    void needsNoContainer() { QVERIFY(readingOf({{"inner/score.MusicXML", kScore}}).score); }

    void readsPlainMusicXmlToo() {
        const auto tunes = readMxl(kScore, "plain.mxl");
        QVERIFY(tunes);
        QVERIFY(tunes->front().score);
    }

    void readsAnArchiveThatCallsItselfXml() {
        const auto tunes = readMusicXml(zipOf({{"a.xml", kScore}}), "packed.xml");
        QVERIFY(tunes);
        QVERIFY(tunes->front().score);
    }

    void refusesByName_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("sentence");
        const auto row = [](const char* name, const std::string& bytes, const char* sentence) {
            QTest::newRow(name) << QByteArray::fromStdString(bytes) << sentence;
        };
        const std::string container = "META-INF/container.xml";
        row("broken", "PK\x03\x04 and nothing else",
            "song.mxl: is a broken zip archive: not a zip archive");
        row("cut off", zipOf({{"a.xml", kScore}}).substr(0, 100),
            "song.mxl: is a broken zip archive: not a zip archive");
        row("no score", zipOf({{"readme.txt", "hello"}}), "song.mxl: holds no score");
        row("bomb", zipOf({{"a.xml", kScore + std::string(std::size_t{16} << 20, ' ')}}),
            "song.mxl: unpacks to many times more than music does: a zip bomb");
        row("path upwards", zipOf({{"../../a.xml", kScore}}),
            "song.mxl: holds a file whose path leads outside of it: ../../a.xml");
        row("absolute path", zipOf({{"/etc/a.xml", kScore}}),
            "song.mxl: holds a file whose path leads outside of it: /etc/a.xml");
        row("drive", zipOf({{"C:\\a.xml", kScore}}),
            "song.mxl: holds a file whose path leads outside of it: C:\\a.xml");
        row("container upwards",
            zipOf({{container, containerFor("../../../etc/passwd")}, {"a.xml", kScore}}),
            "song.mxl: names a score outside of itself: ../../../etc/passwd");
        row("archive in archive",
            zipOf({{container, containerFor("b.mxl")}, {"b.mxl", zipOf({{"a.xml", kScore}})}}),
            "song.mxl: holds another archive in place of a score");
        row("encrypted", zipOf({{"a.xml", kScore}}, "secret"), "song.mxl: is encrypted");
        Files many;
        for (int i = 0; i < 10'000; ++i) {
            many.emplace_back("f" + std::to_string(i), "");
        }
        row("countless files", zipOf(many), "song.mxl: holds more than 10000 files");
    }
    void refusesByName() {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, sentence);
        const auto tunes = readMxl(bytes.toStdString(), "song.mxl");
        QVERIFY(!tunes);
        QCOMPARE(QString::fromStdString(tunes.error().message), sentence);
    }
};

QTEST_GUILESS_MAIN(MxlTest)
#include "MxlTest.moc"
