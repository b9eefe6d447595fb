#include <QTest>

#include "core/formats/ScoreFile.h"

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <zip.h>

#include <cstdio>
#include <functional>
#include <string>
#include <string_view>
#include <sys/resource.h>

using namespace cantilena;

namespace {

constexpr std::size_t kMegabyte = std::size_t{1} << 20;
constexpr std::size_t kSize = 9 * kMegabyte;

std::string repeated(std::string_view text, std::size_t size = kSize) {
    std::string result;
    result.reserve(size + text.size());
    while (result.size() < size) {
        result += text;
    }
    return result;
}

std::string bigEndian(std::size_t value, int count) {
    std::string bytes;
    for (int shift = 8 * (count - 1); shift >= 0; shift -= 8) {
        bytes += static_cast<char>(value >> shift & 0xFF);
    }
    return bytes;
}

std::string chunk(const std::string& body) {
    return "MTrk" + bigEndian(body.size(), 4) + body;
}

std::string header(int format, std::size_t tracks) {
    return "MThd" + bigEndian(6, 4) + bigEndian(static_cast<std::size_t>(format), 2) +
           bigEndian(tracks, 2) + bigEndian(480, 2);
}

/// A file of one track that says the same again and again.
std::string midi(std::string_view event, std::string_view before = {}) {
    return header(0, 1) + chunk(std::string(before) + repeated(event));
}

/// Every track of a book of 65,535 plays on every channel.
std::string midiOfManyLines() {
    std::string notes;
    for (int channel = 0; channel < 16; ++channel) {
        notes += std::string{'\0', static_cast<char>(0x90 | channel), 60, 1};
    }
    return header(2, 65'535) + repeated(chunk(notes), chunk(notes).size() * 65'535);
}

std::string abc(std::string_view music, std::string_view before = {}) {
    return "X:1\nL:1/64\nM:4/4\n" + std::string(before) + "K:C\n" + repeated(music);
}

std::string voices(int count) {
    std::string text;
    for (int voice = 0; voice < count; ++voice) {
        text += "V:" + std::to_string(voice) + "\n";
    }
    return text;
}

std::string kern(std::string_view lines) {
    return "**kern\n*M4/4\n" + repeated(lines) + "*-\n";
}

constexpr std::string_view kScoreBegin =
    R"(<?xml version="1.0"?><score-partwise><part-list><score-part id="P"><part-name>x</part-name>)"
    R"(</score-part></part-list><part id="P">)";
constexpr std::string_view kScoreEnd = "</part></score-partwise>";

/// One bar that says the same again and again.
std::string bar(std::string_view element) {
    return std::string(kScoreBegin) + "<measure><attributes><divisions>4</divisions></attributes>" +
           repeated(element) + "</measure>" + std::string(kScoreEnd);
}

/// A score packed as .mxl.
std::string packed(const std::string& score, zip_int32_t method) {
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t* target = zip_source_buffer_create(nullptr, 0, 0, &error);
    zip_source_keep(target);
    zip_t* archive = zip_open_from_source(target, ZIP_TRUNCATE, &error);
    const zip_int64_t index =
        zip_file_add(archive, "score.xml",
                     zip_source_buffer(archive, score.data(), score.size(), 0), ZIP_FL_ENC_UTF_8);
    zip_set_file_compression(archive, static_cast<zip_uint64_t>(index), method, 0);
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

/// Notes of one bar that differ as much as those of a song, so that they pack as music does.
std::string song() {
    std::string notes;
    std::uint32_t chance = 1;
    while (notes.size() < kSize) {
        chance = chance * 1'664'525 + 1'013'904'223;
        notes += "<note default-x=\"" + std::to_string(chance >> 20) + "\"><pitch><step>" +
                 std::string(1, static_cast<char>('A' + (chance >> 16) % 7)) + "</step><octave>" +
                 std::to_string(3 + (chance >> 12) % 3) + "</octave></pitch><duration>" +
                 std::to_string(1 + (chance >> 8) % 8) + "</duration></note>";
    }
    return std::string(kScoreBegin) + "<measure><attributes><divisions>4</divisions></attributes>" +
           notes + "</measure>" + std::string(kScoreEnd);
}

/// Makes the bytes of a file when they are needed.
using Made = std::function<std::string()>;

/// What one file says when a program of its own reads it.
struct Reading {
    bool hasEnded = false;
    std::size_t kilobytes = 0;
    QString message;
};

Reading readApart(const QString& path) {
    QProcess child;
    child.start(QCoreApplication::applicationFilePath(), {"--read", path});
    Reading reading;
    reading.hasEnded = child.waitForFinished(200'000) &&
                       child.exitStatus() == QProcess::NormalExit && child.exitCode() == 0;
    const QList<QByteArray> lines = child.readAllStandardOutput().split('\n');
    if (lines.size() >= 2) {
        reading.kilobytes = lines[0].toULongLong();
        reading.message = QString::fromUtf8(lines[1]);
    }
    return reading;
}

/// The most memory that this program has held at a time. (What getrusage says includes the
/// program that started it.)
std::size_t mostKilobytes() {
    QFile status("/proc/self/status");
    if (status.open(QIODevice::ReadOnly)) {
        for (const QByteArray& line : status.readAll().split('\n')) {
            if (line.startsWith("VmHWM:")) {
                return line.mid(6).trimmed().split(' ').front().toULongLong();
            }
        }
    }
    return 0;
}

/// Reads one file within 5 seconds of processor time and says how that went.
int readHere(const char* path) {
#ifdef NDEBUG
    const rlimit seconds{5, 5};
    setrlimit(RLIMIT_CPU, &seconds);
#endif
    const auto tunes = readScoreFile(path);
    std::string message = tunes ? std::to_string(tunes->size()) + " tunes" : tunes.error().message;
    if (tunes && tunes->size() == 1 && !tunes->front().score) {
        message = tunes->front().score.error().message;
    }
    std::printf("%zu\n%s\n", mostKilobytes(), message.c_str());
    return 0;
}

} // namespace

Q_DECLARE_METATYPE(Made)

/// Hostile files of nearly 10 MB, as they are or unpacked, each read by a program of its own:
/// within 5 seconds of processor time and within 20 times the file plus 64 MB of memory.
class BoundsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void staysWithinBounds_data() {
        QTest::addColumn<QString>("ending");
        QTest::addColumn<Made>("made");
        QTest::addColumn<QString>("message");
        const auto row = [](const char* name, const char* ending, const Made& made,
                            const char* message) {
            QTest::newRow(name) << QString(ending) << made << QString(message);
        };
        using namespace std::string_view_literals;
        row(
            "notes that never end", "mid", [] { return midi("\1<d"sv, "\0\x90<d"sv); }, "");
        row(
            "notes at once", "mid", [] { return midi("\0<d"sv, "\0\x90<d"sv); }, "");
        row(
            "short notes", "mid", [] { return midi("\0<d\1<\0"sv, "\0\x90<d\1<\0"sv); }, "");
        row(
            "controllers", "mid", [] { return midi("\0\1\1"sv, "\0\xB0\1\1"sv); }, "");
        row(
            "words", "mid", [] { return midi("\0\xFF\5\1x"sv); }, "");
        row(
            "long words", "mid", [] { return midi("\0\xFF\5\x14xxxxxxxxxxxxxxxxxxxx"sv); }, "");
        row(
            "markers", "mid", [] { return midi("\1\xFF\6\1x"sv); }, "");
        row(
            "texts", "mid", [] { return midi("\0\xFF\1\1x"sv); }, "");
        row(
            "tempi", "mid", [] { return midi("\1\xFF\x51\3\7\1\1"sv); }, "");
        row(
            "names", "mid", [] { return midi("\0\xFF\3\1x"sv); }, "");
        row(
            "lines", "mid", [] { return midiOfManyLines(); }, "has more than 100,000 channels");
        row(
            "empty tracks", "mid", [] { return header(1, 65'535) + repeated(chunk("")); },
            "holds more than 65,535 tracks");

        row(
            "notes", "abc", [] { return abc("c"); }, "has more than 500,000 notes");
        row(
            "chords", "abc", [] { return abc("[cegc'e'g']"); }, "has more than 500,000 notes");
        row(
            "bars", "abc", [] { return abc("c|"); }, "has more than 500,000 notes");
        row(
            "repeats", "abc", [] { return abc("|:c:|"); },
            "has more than 100,000 repeats and parts");
        row(
            "endings", "abc", [] { return abc("|:c|1,2,3-9c:|"); },
            "has more than 100,000 repeats and parts");
        row(
            "plays of one bar", "abc", [] { return abc("|:::::::::::c:::::::::::|"); },
            "has more than 100,000 repeats and parts");
        row(
            "overlays", "abc", [] { return abc("c&"); }, "has more than 500,000 notes");
        row(
            "long overlays", "abc", [] { return abc("(&c&)"); }, "has more than 500,000 notes");
        row(
            "open brackets", "abc", [] { return abc("["); }, "");
        row(
            "open quotes", "abc", [] { return abc("\"A"); }, "has more than 500,000 notes");
        row(
            "open graces", "abc", [] { return abc("{c"); }, "");
        row(
            "grace notes", "abc", [] { return abc("{c}"); }, "has more than 500,000 notes");
        row(
            "many grace notes", "abc", [] { return abc("{cdefgab}c8"); },
            "has more than 500,000 notes");
        row(
            "broken rhythms", "abc", [] { return abc("c>"); }, "is longer than 100,000 bars");
        row(
            "tuplets", "abc", [] { return abc("(3"); }, "");
        row(
            "ties", "abc", [] { return abc("c-"); }, "has more than 500,000 notes");
        row(
            "keys", "abc", [] { return abc("[K:D]c"); }, "has more than 500,000 notes");
        row(
            "tempi of ABC", "abc", [] { return abc("[Q:1/4=9]c"); }, "has more than 500,000 notes");
        row(
            "chord symbols", "abc", [] { return abc("\"A\"c"); }, "has more than 500,000 notes");
        row(
            "parts", "abc", [] { return abc("P:A\nc\n"); },
            "has more than 100,000 repeats and parts");
        row(
            "parts in order", "abc", [] { return abc("P:A\nc\n", "P:(((A9)9)9)9\n"); },
            "plays its parts out too often");
        row(
            "voices", "abc", [] { return abc("[V:1]c[V:2]c"); }, "has more than 500,000 notes");
        row(
            "a thousand voices", "abc", [] { return abc("c\n%%MIDI transpose 1\n", voices(1000)); },
            "");
        row(
            "staves", "abc", [] { return abc("c\n%%staves 1\n", voices(1000)); },
            "has more than 500,000 notes");
        row(
            "verses", "abc", [] { return abc("w:a b c\n", ""); }, "");
        row(
            "words of ABC", "abc", [] { return abc("cccc\nw:a b c d\n"); },
            "has more than 500,000 notes");
        row(
            "tunes", "abc", [] { return repeated("X:1\nK:C\nc\n\n"); },
            "has more than 100,000 tunes");
        row(
            "longer tunes", "abc",
            [] { return repeated("X:1\nM:4/4\nK:C\n" + repeated("c2|", 80) + "\n\n"); }, "");
        row(
            "repeats in tunes", "abc",
            [] { return repeated("X:1\nK:C\n|:::::::::::c:::::::::::|\n\n"); },
            "has more than 100,000 tunes");
        row(
            "fields", "abc", [] { return abc("L:1/8\n"); }, "");
        row(
            "continued lines", "abc", [] { return abc("c\\\n"); }, "has more than 500,000 notes");
        row(
            "accents", "abc", [] { return "X:1\nT:" + repeated("\\'e") + "\nK:C\nc\n"; }, "");

        row(
            "nested elements", "xml", [] { return repeated("<a>"); },
            "nests its elements more than 64 deep");
        row(
            "notes of a bar", "xml",
            [] {
                return bar("<note><pitch><step>C</step><octave>4</octave></pitch>"
                           "<duration>1</duration></note>");
            },
            "");
        row(
            "empty notes", "xml", [] { return bar("<note/>"); },
            "consists of countless empty elements");
        row(
            "attributes", "xml", [] { return bar("<attributes/>"); }, "");
        row(
            "backups", "xml", [] { return bar("<backup><duration>1</duration></backup>"); }, "");
        row(
            "harmonies", "xml",
            [] {
                return bar(
                    "<harmony><root><root-step>C</root-step></root><kind>major</kind></harmony>");
            },
            "");
        row(
            "bars of a part", "xml",
            [] {
                return std::string(kScoreBegin) + repeated("<measure/>") + std::string(kScoreEnd);
            },
            "has more than 100000 measures");
        row(
            "empty parts", "xml", [] { return "<score-partwise>" + repeated("<part id='P'/>"); },
            "");
        row(
            "comments", "xml", [] { return bar("<!---->"); }, "");
        row(
            "grace notes of a bar", "xml",
            [] {
                return bar("<note><grace/><pitch><step>C</step><octave>4</octave></pitch></note>");
            },
            "");
        row(
            "a song", "mxl", [] { return packed(song(), ZIP_CM_STORE); }, "1 tunes");
        row(
            "a packed song", "mxl", [] { return packed(song(), ZIP_CM_DEFLATE); }, "1 tunes");
        row(
            "a bomb", "mxl", [] { return packed(bar("<backup/>"), ZIP_CM_DEFLATE); },
            "unpacks to many times more than music does");

        row(
            "notes of a spine", "krn", [] { return kern("4c\n"); }, "");
        row(
            "grace notes of a spine", "krn", [] { return kern("cq\n"); }, "");
        row(
            "bars of a spine", "krn", [] { return kern("4c\n=\n"); }, "");
        row(
            "long chords", "krn", [] { return "**kern\n" + repeated("4c 4e ") + "\n*-\n"; }, "");
        row(
            "spines", "krn", [] { return repeated("**kern\t") + "**kern\n"; }, "");
        row(
            "splits", "krn", [] { return kern("*^\n"); }, "");
        row(
            "songs", "krn", [] { return repeated("**kern\n4c\n*-\n"); }, "");
        row(
            "ties that never end", "krn", [] { return kern("[4c\n"); }, "");
        row(
            "words of a spine", "krn",
            [] { return "**kern\t**text\n" + repeated("4c\tla\n") + "*-\t*-\n"; }, "");
        row(
            "comments of a spine", "krn", [] { return kern("!!x\n"); }, "");
    }
    void staysWithinBounds() {
        QFETCH(QString, ending);
        QFETCH(Made, made);
        QFETCH(QString, message);
        const std::string bytes = made();
        QVERIFY(bytes.size() < std::size_t{10} * 1000 * 1000);
        QTemporaryDir scratch;
        const QString path = scratch.filePath("hostile." + ending);
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray::fromStdString(bytes));
        file.close();
        const Reading reading = readApart(path);
        QVERIFY2(reading.hasEnded, "it took more than 5 seconds, or crashed");
        QVERIFY2(reading.message.contains(message), qPrintable(reading.message));
#ifndef __SANITIZE_ADDRESS__
        // Packed files are bounded by what they unpack to.
        const std::size_t size = ending == "mxl" ? kSize : bytes.size();
        const std::size_t most = 20 * size + 64 * kMegabyte;
        QVERIFY(reading.kilobytes > 0);
        QVERIFY2(reading.kilobytes * 1024 <= most,
                 qPrintable(QString("%1 MB, %2 times the file (%3)")
                                .arg(reading.kilobytes / 1024)
                                .arg(static_cast<double>(reading.kilobytes) * 1024 /
                                     static_cast<double>(bytes.size()))
                                .arg(reading.message)));
#endif
    }
};

int main(int argc, char** argv) {
    if (argc == 3 && std::string_view(argv[1]) == "--read") {
        return readHere(argv[2]);
    }
    const QCoreApplication application(argc, argv);
    BoundsTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "BoundsTest.moc"
