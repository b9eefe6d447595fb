#include "app/Console.h"

#include <algorithm>
#include <cstdio>

#include <pthread.h>
#include <signal.h>
#include <unistd.h>

namespace cantilena {

namespace {

constexpr int kInterrupted = 130;

sigset_t interruptions() {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    return set;
}

void waitForInterruptions(const std::stop_token& ended, std::stop_source stop) {
    const sigset_t set = interruptions();
    const timespec patience{0, 50'000'000};
    while (!ended.stop_requested()) {
        if (sigtimedwait(&set, nullptr, &patience) > 0) {
            if (stop.stop_requested()) {
                ::_exit(kInterrupted);
            }
            stop.request_stop();
        }
    }
}

} // namespace

Console::Console()
    : m_isTerminal(::isatty(STDERR_FILENO) == 1) {
    const sigset_t set = interruptions();
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
    m_signals = std::jthread(waitForInterruptions, m_stop);
}

Console::~Console() {
    clearBar();
}

ProgressSink Console::progress() {
    return [this](double fraction, std::string_view activity) { show(fraction, activity); };
}

void Console::show(double fraction, std::string_view activity) {
    using namespace std::chrono_literals;
    const auto now = std::chrono::steady_clock::now();
    // Some activities count along; where lines stay, only what they begin with is news.
    const std::string_view kind = activity.substr(0, activity.find(','));
    const bool news = kind != m_lastActivity;
    if (!news && now - m_lastShown < (m_isTerminal ? 100ms : 5000ms)) {
        return;
    }
    m_lastShown = now;
    m_lastActivity = kind;
    const int percent = static_cast<int>(std::clamp(fraction, 0.0, 1.0) * 100.0);
    if (!m_isTerminal) {
        std::fprintf(stderr, "%3d %% %.*s\n", percent, static_cast<int>(activity.size()),
                     activity.data());
        return;
    }
    constexpr int kWidth = 30;
    const auto filled = static_cast<std::size_t>(percent * kWidth / 100);
    const std::string bar = std::string(filled, '=') + std::string(kWidth - filled, ' ');
    std::fprintf(stderr, "\r\033[K[%s] %3d %% %.*s", bar.c_str(), percent,
                 static_cast<int>(activity.size()), activity.data());
    std::fflush(stderr);
    m_barShown = true;
}

void Console::clearBar() {
    if (m_barShown) {
        std::fputs("\r\033[K", stderr);
        m_barShown = false;
    }
}

void Console::say(std::string_view line) {
    clearBar();
    std::fprintf(stderr, "%.*s\n", static_cast<int>(line.size()), line.data());
}

void Console::print(std::string_view text) {
    clearBar();
    std::fwrite(text.data(), 1, text.size(), stdout);
    if (!text.ends_with('\n')) {
        std::fputc('\n', stdout);
    }
    std::fflush(stdout);
}

int Console::fail(const Error& error) {
    if (m_stop.stop_requested()) {
        say("Stopped.");
        return kInterrupted;
    }
    say(error.message);
    return 1;
}

} // namespace cantilena
